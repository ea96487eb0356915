package io.millrace.archiver.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the tick history fast: brings {@code tick_bars} forward, closes the day partitions that are over, and takes off
 * those that are older than anybody wants.
 *
 * <p>One thread, with a connection of its own in auto-commit mode: each step is a transaction, so a step that fails or is
 * killed leaves the ones before it, and the next run goes on. Archivers and readers work meanwhile. A database in use may
 * refuse a step with SQLSTATE 55P03 (lock not available): try again later.
 */
public final class PartitionKeeper {
    /** As in the functions of the database; the key is the day. */
    private static final int LOCK_CLASS = 0x4D4C5250;

    private static final String DETACH = "SELECT format('ALTER TABLE ticks DETACH PARTITION %I %s', table_name,"
            + " CASE WHEN detach_pending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END) FROM tick_partitions WHERE table_name = ?";

    private final Connection connection;

    /** A connection in auto-commit mode; the caller closes it. */
    public PartitionKeeper(Connection connection) {
        this.connection = connection;
    }

    /**
     * What closing a day did.
     *
     * @param day UTC day of event time
     * @param rows ticks in it
     * @param bytesBefore size with indexes before
     * @param bytes size with indexes now
     */
    public record ClosedDay(LocalDate day, long rows, long bytesBefore, long bytes) {}

    /**
     * What a retention did to a day, or would do.
     *
     * @param day UTC day of event time
     * @param table the partition
     * @param estimatedRows ticks in it, as the planner of the database knows
     * @param bytes size with indexes
     * @param action DROPPED, DETACHED, or what would be done: WOULD DROP, WOULD DETACH
     */
    public record RemovedDay(LocalDate day, String table, long estimatedRows, long bytes, String action) {}

    /** Days that end at or before a moment and are not closed, oldest first. */
    public List<LocalDate> due(Instant until) throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT due_tick_partitions(?)")) {
            statement.setObject(1, until.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    days.add(row.getObject(1, LocalDate.class));
                }
            }
        }
        return days;
    }

    /**
     * Sorts a day by instrument and time and gives it a B-tree; also again, for what has come late.
     *
     * @throws SQLException 42P01 where there is no partition of the day, 55P03 where somebody else works on it or the table
     *     had no free moment
     */
    public ClosedDay close(LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT row_count, size_bytes_before, size_bytes FROM close_tick_partition(?)")) {
            statement.setObject(1, day);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new ClosedDay(day, row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    /** Size of a day's partition in bytes, without indexes: it grows as long as somebody writes to it. */
    public long sizeBytes(LocalDate day) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_relation_size(to_regclass(tick_partition_name(?)))")) {
            statement.setObject(1, day);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Takes the days before a day off the table. Waits for the transactions that use it and holds up none of them.
     *
     * @param before the first UTC day that stays; not after today
     * @param dryRun only tells
     * @param keepTables keeps what was taken off as tables of their own, named {@code ticks_20240808_detached}
     * @return the days, oldest first
     */
    public List<RemovedDay> retain(LocalDate before, boolean dryRun, boolean keepTables) throws SQLException {
        List<RemovedDay> planned = plan(before, keepTables);
        if (dryRun) {
            return planned;
        }
        List<RemovedDay> removed = new ArrayList<>();
        for (RemovedDay day : planned) {
            removed.add(remove(day, keepTables));
        }
        return removed;
    }

    private List<RemovedDay> plan(LocalDate before, boolean keepTables) throws SQLException {
        List<RemovedDay> days = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT day, table_name, row_count, size_bytes, action FROM retain_ticks(?, true, ?)")) {
            statement.setObject(1, before);
            statement.setBoolean(2, keepTables);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    days.add(new RemovedDay(
                            row.getObject(1, LocalDate.class),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getString(5)));
                }
            }
        }
        return days;
    }

    /** The name goes first, so that no writer of late rows finds a table that is about to be dropped. */
    private RemovedDay remove(RemovedDay day, boolean keepTable) throws SQLException {
        int key = Math.toIntExact(day.day().toEpochDay());
        ask("SELECT pg_advisory_lock(" + LOCK_CLASS + ", ?)", key);
        try {
            String detached = ask("SELECT begin_tick_removal(?)", day.day());
            String detach = ask(DETACH, detached);
            if (detach != null) {
                // Not possible in a function or a transaction, unlike everything else here.
                try (Statement statement = connection.createStatement()) {
                    statement.execute(detach);
                }
            }
            String action =
                    ask("SELECT end_tick_removal(?, ?, ?, ?)", day.day(), detached, day.estimatedRows(), keepTable);
            return new RemovedDay(day.day(), day.table(), day.estimatedRows(), day.bytes(), action);
        } finally {
            ask("SELECT pg_advisory_unlock(" + LOCK_CLASS + ", ?)", key);
        }
    }

    /** The first column of the first row; null for none. */
    private String ask(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /**
     * Brings the bars of an engine forward.
     *
     * @param maxSequences records at most
     * @return trades that came in; 0 where all archived ones are in
     */
    public long refreshBars(int engineId, long maxSequences) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT refresh_tick_bars(?, ?)")) {
            statement.setInt(1, engineId);
            statement.setLong(2, maxSequences);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Brings the daily counts of an engine's signals to its archive position.
     *
     * @return days that were counted; 0 where nothing has come since
     */
    public int refreshSignalDays(int engineId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT refresh_signal_days(?)")) {
            statement.setInt(1, engineId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /**
     * Brings the BRIN indexes of the open days up to date: a range of pages without a summary is read by every query.
     *
     * @return ranges that had none
     */
    public long summarizeOpenDays() throws SQLException {
        return Long.parseLong(ask("SELECT summarize_tick_ranges()"));
    }
}
