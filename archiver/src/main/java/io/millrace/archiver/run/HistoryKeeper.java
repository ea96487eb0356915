package io.millrace.archiver.run;

import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.schema.ArchiverRole;
import io.millrace.archiver.schema.PartitionKeeper;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the history behind a following archiver fast: bars of ticks every few seconds, and days that are over.
 *
 * <p>A thread and a connection of its own, so the archiver waits for none of it. Nothing depends on it for what is true: what
 * is not done yet is read from the ticks. So a failure is told once and the next pass tries again.
 */
final class HistoryKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);

    /** Does nothing. */
    static final HistoryKeeper NONE = new HistoryKeeper(null, 0, () -> 0, Duration.ZERO);

    /** Between two passes, and before the first: an archiver that lives for seconds only makes no partition work. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** How far event time is past the end of a day before the day is closed. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final long SEQUENCES_PER_STEP = 200_000;
    private static final long JOIN_MS = 3_000;

    private final DatabaseTarget target;
    private final int engineId;
    private final LongSupplier archivedTimeNs;
    private final Duration pause;
    private final Map<LocalDate, Long> sizeBytes = new HashMap<>();
    private final Thread thread;

    private volatile boolean stopped;
    private volatile Connection connection;
    private boolean told;

    private HistoryKeeper(DatabaseTarget target, int engineId, LongSupplier archivedTimeNs, Duration pause) {
        this.target = target;
        this.engineId = engineId;
        this.archivedTimeNs = archivedTimeNs;
        this.pause = pause;
        thread = new Thread(this::run, "millrace-history-" + engineId);
        thread.setDaemon(true);
    }

    /**
     * Starts one beside a follower.
     *
     * @param archivedTimeNs newest event time that is archived, ns since 1970-01-01 UTC; read by the keeper's thread
     */
    static HistoryKeeper start(DatabaseTarget target, int engineId, LongSupplier archivedTimeNs) {
        return start(target, engineId, archivedTimeNs, PAUSE);
    }

    /** The same with another pause. */
    static HistoryKeeper start(DatabaseTarget target, int engineId, LongSupplier archivedTimeNs, Duration pause) {
        HistoryKeeper keeper = new HistoryKeeper(target, engineId, archivedTimeNs, pause);
        keeper.thread.start();
        return keeper;
    }

    /** Breaks off what it does; a step that had not committed is undone. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
            thread.join(JOIN_MS);
        } catch (SQLException e) {
            LOG.debug("closing the connection of the history keeper", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                pass();
            }
        } catch (InterruptedException e) {
            LOG.debug("history keeper of engine {} ends", engineId);
        }
    }

    private void pass() {
        try (Connection opened = Database.connect(target, "millrace-history-" + engineId, Database.LONG_TIMEOUT)) {
            connection = opened;
            // Where it may not, the archiver has said so.
            ArchiverRole.take(opened);
            PartitionKeeper keeper = new PartitionKeeper(opened);
            while (!stopped && keeper.refreshBars(engineId, SEQUENCES_PER_STEP) > 0) {
                LOG.debug("bars of engine {} brought forward", engineId);
            }
            keeper.refreshSignalDays(engineId);
            keeper.summarizeOpenDays();
            closeDays(keeper);
            told = false;
        } catch (SQLException e) {
            if (!stopped && !told) {
                told = true;
                LOG.warn("history of engine {} is not kept: {}; trying on", engineId, SqlErrors.describe(e));
            }
        } finally {
            connection = null;
        }
    }

    /** A day that has grown since the last pass is left alone: another engine may be writing to it. */
    private void closeDays(PartitionKeeper keeper) throws SQLException {
        long timeNs = archivedTimeNs.getAsLong();
        Instant until = Instant.EPOCH.plusNanos(timeNs).minus(GRACE);
        for (LocalDate day : keeper.due(until)) {
            long size = keeper.sizeBytes(day);
            Long before = sizeBytes.put(day, size);
            if (before != null && before == size && !stopped) {
                ClosedDay closed = keeper.close(day);
                sizeBytes.remove(day);
                LOG.info("ticks of {} closed: {} rows, {} bytes", day, closed.rows(), closed.bytes());
            }
        }
    }
}
