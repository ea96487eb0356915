package io.millrace.archiver.run;

import io.millrace.journal.tail.JournalPosition;

/**
 * How far the archive is, and how far the journal goes beyond it, as far as the archiver knows. Outlives a run and a session.
 *
 * <p>The archiver's thread; any may read {@link #eventTimeNs}.
 */
final class Watermark {
    private final JournalScout scout;

    private JournalPosition position = JournalPosition.START;
    private volatile long eventTimeNs;
    private long deadLetters;

    Watermark(JournalScout scout) {
        this.scout = scout;
    }

    /** A session has found the archive like this. */
    void found(ArchiveSession session) {
        position = session.position().journal();
        deadLetters = session.deadLetters();
    }

    /** A transaction has committed and left so many dead letters. */
    void committed(Transaction transaction, long deadLettersLeft) {
        position = transaction.end();
        eventTimeNs = Math.max(eventTimeNs, transaction.newestTimeNs());
        deadLetters = deadLettersLeft;
    }

    /** Looks how far the journal goes by now. */
    void lookAhead() {
        scout.lookAtEnd();
    }

    /** The last archived record. */
    JournalPosition position() {
        return position;
    }

    /** Newest event time that this archiver has archived, ns since 1970-01-01 UTC; 0 where it has not archived any. */
    long eventTimeNs() {
        return eventTimeNs;
    }

    /** Records of the engine that the database keeps aside. */
    long deadLetters() {
        return deadLetters;
    }

    /** Records known to be in the journal after the last archived one. */
    long lag() {
        return Math.max(0, scout.endSequence() - position.sequence());
    }

    /** Event time between that record and the newest in the journal. */
    long behindNs() {
        return lag() == 0 ? 0 : scout.behindNs(eventTimeNs);
    }
}
