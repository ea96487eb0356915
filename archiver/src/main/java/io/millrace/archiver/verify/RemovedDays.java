package io.millrace.archiver.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.agrona.collections.LongHashSet;

/**
 * Days whose ticks a retention has taken off, as {@code tick_partition_log} has written down. A tick of such a day may be
 * missing; one that came afterwards is there and compared.
 *
 * <p>One thread. Asks the database when the first tick is missing.
 */
final class RemovedDays {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final Connection connection;
    private LongHashSet days;

    RemovedDays(Connection connection) {
        this.connection = connection;
    }

    /** Whether the ticks of the UTC day of an event time were taken off once. */
    boolean contain(long eventTimeNs) throws SQLException {
        if (days == null) {
            days = load();
        }
        return days.contains(Math.floorDiv(eventTimeNs, NANOS_PER_DAY));
    }

    private LongHashSet load() throws SQLException {
        LongHashSet loaded = new LongHashSet();
        try (Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                return loaded;
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT DISTINCT day FROM tick_partition_log WHERE action IN ('DETACHED', 'DROPPED')")) {
                while (row.next()) {
                    loaded.add(row.getObject(1, LocalDate.class).toEpochDay());
                }
            }
        }
        return loaded;
    }

    /** A database of an earlier version has no such table, and no retention. */
    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('tick_partition_log') IS NOT NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
