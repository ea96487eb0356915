package io.millrace.archiver.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.agrona.collections.LongHashSet;

/**
 * Makes the day partitions of {@code ticks} before rows need them.
 *
 * <p>One per connection, same thread. The work is done by the function {@code ensure_tick_partition}: a partition is built
 * beside the table and then attached, which lets readers of the table go on; a lock in the database lets two archivers want
 * the same day. Days are counted from 1970-01-01 UTC.
 */
public final class TickPartitions {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** How long before the end of a day the next one's partition is made. */
    private static final long AHEAD_NS = 2 * 3_600_000_000_000L;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'ticks_'uuuuMMdd", Locale.ROOT);

    private final LongHashSet known = new LongHashSet();

    /** The day of an event time. */
    public static long dayOf(long eventTimeNs) {
        return Math.floorDiv(eventTimeNs, NANOS_PER_DAY);
    }

    /** Name of the table that holds the ticks of a day. */
    public static String tableOf(long epochDay) {
        return NAME.format(LocalDate.ofEpochDay(epochDay));
    }

    /** Looks again next time: a partition may have been dropped by somebody else. */
    public void forget() {
        known.clear();
    }

    /** Makes what is missing, in transactions of its own; auto-commit must be off and no transaction open. */
    public void ensure(Connection connection, LongHashSet days) throws SQLException {
        LongHashSet.LongIterator iterator = days.iterator();
        while (iterator.hasNext()) {
            ensure(connection, iterator.nextValue());
        }
    }

    /**
     * The same, and towards the end of a day the next one too, so that no row waits at midnight.
     *
     * @param newestTimeNs the newest event time of the rows, ns since 1970-01-01 UTC
     */
    public void ensureAhead(Connection connection, LongHashSet days, long newestTimeNs) throws SQLException {
        ensure(connection, days);
        long day = dayOf(newestTimeNs);
        if (days.contains(day) && newestTimeNs >= (day + 1) * NANOS_PER_DAY - AHEAD_NS) {
            ensure(connection, day + 1);
        }
    }

    private void ensure(Connection connection, long day) throws SQLException {
        if (!known.contains(day)) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ensure_tick_partition(?)")) {
                statement.setObject(1, LocalDate.ofEpochDay(day));
                statement.execute();
            }
            connection.commit();
            known.add(day);
        }
    }
}
