package io.millrace.archiver.run;

import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.archiver.sink.Refusals;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.tail.JournalPosition;
import java.sql.SQLException;

/**
 * Moves the archive forward: from where a session finds it, by one transaction after the other, each written while the next one
 * is collected.
 *
 * <p>The archiver's thread, on which all that became of a transaction is noted and told. After an exception of the database the
 * session must be dropped, another one opened, and {@link #resume} called.
 */
final class CommitPipeline {
    private final JournalSource journal;
    private final SessionHolder sessions;
    private final Committer committer;
    private final Watermark watermark;
    private final Outage outage;
    private final DeadLetterLog deadLetterLog;
    private final int maxDeadLetters;

    private Transaction onItsWay;

    CommitPipeline(
            JournalSource journal,
            SessionHolder sessions,
            Committer committer,
            Watermark watermark,
            Outage outage,
            DeadLetterLog deadLetterLog,
            int maxDeadLetters) {
        this.journal = journal;
        this.sessions = sessions;
        this.committer = committer;
        this.watermark = watermark;
        this.outage = outage;
        this.deadLetterLog = deadLetterLog;
        this.maxDeadLetters = maxDeadLetters;
    }

    /**
     * Goes on behind what a session that was just opened has found in the database.
     *
     * @throws io.millrace.archiver.ArchiveMismatchException when the journal does not fit that
     */
    void resume() {
        ArchiveSession session = sessions.session();
        watermark.found(session);
        journal.seek(session.position());
        watermark.lookAhead();
        if (watermark.lag() == 0) {
            outage.end(watermark.position().sequence());
        }
    }

    /** Gives what is collected to the thread that writes, as soon as the transaction before has committed. */
    void handOver(RunReporter reporter) throws SQLException {
        Failpoint.ARCHIVE_COLLECTED.pass();
        settle(reporter);
        ArchiveSession session = sessions.session();
        RecordSink rows = session.handOver();
        JournalPosition end = journal.position();
        Transaction next = new Transaction(
                rows, end, journal.batchCrc(), rows.newestTimeNs(), reporter.attempt(rows.records(), end));
        committer.begin(() -> session.write(next, journal, maxDeadLetters));
        onItsWay = next;
        Failpoint.ARCHIVE_HANDED_OVER.pass();
    }

    /** True while a transaction has ended that nobody has taken note of. */
    boolean canSettle() {
        return committer.ended();
    }

    /**
     * Waits for the transaction that is on its way and takes note of it; nothing happens where there is none.
     *
     * @throws SQLException when trying again makes sense
     * @throws io.millrace.archiver.ArchiveRejectedException when the database refuses what is not one record's fault
     */
    void settle(RunReporter reporter) throws SQLException {
        if (!committer.busy()) {
            return;
        }
        Transaction ended = onItsWay;
        try {
            deadLetterLog.setAside(committer.await());
        } catch (Refusals.TooManyException e) {
            throw Rejections.tooMany(e.last(), maxDeadLetters, watermark.position());
        } catch (SQLException e) {
            if (SqlErrors.isTransient(e)) {
                throw e;
            }
            throw Rejections.whole(watermark.position(), ended.end(), e);
        }
        watermark.committed(ended, sessions.session().deadLetters());
        outage.end(watermark.position().sequence());
        watermark.lookAhead();
        reporter.committed();
    }
}
