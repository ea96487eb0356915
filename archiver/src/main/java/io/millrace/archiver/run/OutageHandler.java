package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.SqlErrors;
import java.sql.SQLException;

/**
 * What a run does when it has lost the database or finds the lock taken: it waits, and returns for the next try, or it gives up.
 *
 * <p>The archiver's thread, after the session was dropped. A follower waits without end; a run that ends by itself has the
 * patience of its configuration.
 */
final class OutageHandler {
    private final ArchiverConfig config;
    private final Watermark watermark;
    private final Outage outage;
    private final RunReporter reporter;
    private final Pauses pauses;
    private final boolean once;

    OutageHandler(
            ArchiverConfig config,
            Watermark watermark,
            Outage outage,
            RunReporter reporter,
            Pauses pauses,
            boolean once) {
        this.config = config;
        this.watermark = watermark;
        this.outage = outage;
        this.reporter = reporter;
        this.pauses = pauses;
        this.once = once;
    }

    /**
     * Waits before the next try after an error of the database.
     *
     * @param target which database, in words
     * @throws DatabaseUnavailableException when the server lets nobody in, or is away for longer than the patience
     * @throws ArchiveRejectedException when trying again makes no sense
     */
    void onDatabaseError(SQLException error, String target) {
        if (pauses.stopped()) {
            return;
        }
        String reason = "cannot archive to " + target + ": " + SqlErrors.describe(error);
        if (SqlErrors.isRefused(error)) {
            throw new DatabaseUnavailableException(reason + "; check the address, user and password", error);
        }
        if (!SqlErrors.isTransient(error)) {
            throw new ArchiveRejectedException(reason, error);
        }
        outage.begin(reason, watermark.lag());
        if (once && isPatienceOver()) {
            throw new DatabaseUnavailableException(
                    reason + "; gave up after " + config.patience().toSeconds() + " s, the archive is at sequence "
                            + watermark.position().sequence() + ": start the database and run again",
                    error);
        }
        pause(reason);
    }

    /**
     * Waits before the next try where another archiver holds the lock: the lock may still be with a connection of our own that the
     * server has not yet found dead.
     *
     * @param heldBefore whether this archiver has had the lock
     * @throws ArchiverLockedException when there is no reason to wait, or no more
     */
    void onLocked(ArchiverLockedException error, boolean heldBefore) {
        boolean mayWait = !once && config.standby();
        boolean mayBeOurs = heldBefore && !isPatienceOver();
        if (!mayWait && !mayBeOurs) {
            throw error;
        }
        outage.begin(error.getMessage(), watermark.lag());
        pause(error.getMessage());
    }

    private boolean isPatienceOver() {
        return outage.durationNs() >= config.patience().toNanos();
    }

    private void pause(String reason) {
        watermark.lookAhead();
        long pauseMs = outage.nextPauseMs();
        reporter.waiting(reason, pauseMs);
        pauses.pause(pauseMs);
    }
}
