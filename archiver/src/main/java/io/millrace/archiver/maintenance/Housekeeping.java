package io.millrace.archiver.maintenance;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.PartitionKeeper;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import io.millrace.archiver.schema.PartitionKeeper.RemovedDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to be done daily, weekly and monthly. Stateless, any thread; the work is done by functions and views of the database, which a
 * scheduler there may call as well.
 */
public final class Housekeeping {
    private static final String CLEANUP_SESSIONS = "SELECT sp_cleanupexpiredsessions() AS removed";
    private static final String CLEANUP_JOBS = "SELECT cleanup_jobs(make_interval(secs => ?)) AS removed";
    private static final String LIMITS =
            "SELECT * FROM api_limit_report ORDER BY peak_share DESC NULLS LAST, requests DESC, api_name, endpoint";
    private static final String CACHE = "SELECT * FROM cache_report ORDER BY hits + misses DESC, key_group";
    private static final String HEALTH = "SELECT * FROM health_report ORDER BY (status = 'healthy'), component";

    private Housekeeping() {}

    /** Hears of each day before it is worked on. */
    @FunctionalInterface
    public interface Progress {
        /** Work on a day begins. */
        void beginning(LocalDate day, int number, int count);
    }

    /** Removes sessions of brokers and users whose time is over; returns how many. */
    public static long cleanupSessions(DatabaseTarget target) {
        return RowQuery.on(target, connection ->
                (Long) RowQuery.rows(connection, CLEANUP_SESSIONS).get(0).get("removed"));
    }

    /** Removes jobs that ended longer ago; returns how many. */
    public static long cleanupJobs(DatabaseTarget target, Duration olderThan) {
        return RowQuery.on(
                target, connection -> (Long) RowQuery.rows(connection, CLEANUP_JOBS, (double) olderThan.toSeconds())
                        .get(0)
                        .get("removed"));
    }

    /** The rows of {@code api_limit_report}, the tightest first. */
    public static List<Map<String, Object>> limits(DatabaseTarget target) {
        return RowQuery.on(target, connection -> RowQuery.rows(connection, LIMITS));
    }

    /** The rows of {@code cache_report}, the busiest first. */
    public static List<Map<String, Object>> cache(DatabaseTarget target) {
        return RowQuery.on(target, connection -> RowQuery.rows(connection, CACHE));
    }

    /** The rows of {@code health_report}, those that are not healthy first. */
    public static List<Map<String, Object>> health(DatabaseTarget target) {
        return RowQuery.on(target, connection -> RowQuery.rows(connection, HEALTH));
    }

    /** UTC days of ticks that were over at a moment and are not closed. */
    public static List<LocalDate> openDays(DatabaseTarget target, Instant until) {
        return RowQuery.on(target, connection -> new PartitionKeeper(connection).due(until));
    }

    /** Closes all days of ticks that were over at a moment: sorted, with a B-tree. */
    public static List<ClosedDay> closeDays(DatabaseTarget target, Instant until, Progress progress) {
        return RowQuery.on(target, connection -> {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            List<LocalDate> due = keeper.due(until);
            List<ClosedDay> closed = new ArrayList<>();
            for (LocalDate day : due) {
                progress.beginning(day, closed.size() + 1, due.size());
                closed.add(keeper.close(day));
            }
            return closed;
        });
    }

    /**
     * Takes days of ticks before a day off the table.
     *
     * @param keepTables keeps them as tables of their own
     */
    public static List<RemovedDay> retainTicks(
            DatabaseTarget target, LocalDate before, boolean dryRun, boolean keepTables) {
        return RowQuery.on(target, connection -> new PartitionKeeper(connection).retain(before, dryRun, keepTables));
    }
}
