package io.millrace.archiver.run;

import io.millrace.archiver.ArchiverLockedException;
import io.millrace.journal.JournalDamagedException;
import java.sql.SQLException;

/**
 * The loop of one run: connect, collect, hand over, and after a failure of the database once more from its position there.
 *
 * <p>The archiver's thread. Where it throws, it leaves no session behind.
 */
final class ArchiveRun {
    private final JournalSource journal;
    private final SessionHolder sessions;
    private final CommitPipeline pipeline;
    private final TransactionCollector collector;
    private final OutageHandler outages;
    private final RunReporter reporter;
    private final Pauses pauses;
    private final boolean once;

    private long until = Long.MAX_VALUE;

    /**
     * Of the archiver's parts and those of this run.
     *
     * @param once ends at what the journal holds at the start; a follower ends when it is told to stop
     */
    ArchiveRun(
            JournalSource journal,
            SessionHolder sessions,
            CommitPipeline pipeline,
            TransactionCollector collector,
            OutageHandler outages,
            RunReporter reporter,
            Pauses pauses,
            boolean once) {
        this.journal = journal;
        this.sessions = sessions;
        this.pipeline = pipeline;
        this.collector = collector;
        this.outages = outages;
        this.reporter = reporter;
        this.pauses = pauses;
        this.once = once;
    }

    /** Returns when the run has ended and what it collected is committed. */
    void run() {
        boolean done = false;
        boolean settled = false;
        while (!settled) {
            try {
                if (done || pauses.stopped()) {
                    pipeline.settle(reporter);
                    settled = true;
                } else if (connected()) {
                    done = advance();
                } else {
                    done = once;
                    pauses.idle();
                }
            } catch (SQLException e) {
                sessions.drop();
                outages.onDatabaseError(e, sessions.describeTarget());
            } catch (ArchiverLockedException e) {
                sessions.drop();
                outages.onLocked(e, sessions.openedBefore());
            } catch (RuntimeException e) {
                sessions.drop();
                throw e;
            }
        }
    }

    /** Makes sure of a session; false while the journal is still empty. */
    private boolean connected() throws SQLException {
        if (!sessions.isOpen()) {
            if (!journal.identify()) {
                return false;
            }
            boolean again = sessions.openedBefore();
            sessions.open();
            pipeline.resume();
            if (again) {
                reporter.reconnected();
            }
        }
        if (!once) {
            sessions.keepHistory();
        }
        return true;
    }

    /** Collects one transaction and hands it over; true when a run that ends by itself has reached its target. */
    private boolean advance() throws SQLException {
        if (once && until == Long.MAX_VALUE) {
            journal.scout().findEnd(journal.position());
            until = journal.scout().endSequence();
        }
        ArchiveSession session = sessions.session();
        JournalDamagedException damage = collector.collect(session.sink(), until);
        if (session.sink().records() > 0) {
            pipeline.handOver(reporter);
        }
        if (damage != null) {
            pipeline.settle(reporter);
            throw damage;
        }
        if (once && session.sink().lastSequence() >= until) {
            pipeline.settle(reporter);
            journal.scout().throwDamage();
            reporter.reachedEnd();
            return true;
        }
        return false;
    }
}
