package io.millrace.archiver.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.agrona.collections.LongHashSet;

/**
 * Makes the day partitions of {@code ticks} before rows need them.
 *
 * <p>One per connection, same thread. A partition is built beside the table and then attached, which lets readers of
 * the table go on; a lock in the database lets two archivers want the same day. Days are counted from 1970-01-01 UTC.
 */
public final class TickPartitions {
    private static final int LOCK_CLASS = 0x4D4C5250;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
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
            long day = iterator.nextValue();
            if (!known.contains(day)) {
                create(connection, day);
                known.add(day);
            }
        }
    }

    private static void create(Connection connection, long day) throws SQLException {
        LocalDate date = LocalDate.ofEpochDay(day);
        String table = tableOf(day);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK_CLASS + ", 0)");
            if (!exists(connection, table)) {
                statement.execute("CREATE TABLE " + table + " (LIKE ticks INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
                        + " INCLUDING STORAGE INCLUDING COMMENTS)");
                statement.execute("ALTER TABLE ticks ATTACH PARTITION " + table + " FOR VALUES FROM ('" + date
                        + " 00:00:00+00') TO ('" + date.plusDays(1) + " 00:00:00+00')");
            }
            connection.commit();
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
