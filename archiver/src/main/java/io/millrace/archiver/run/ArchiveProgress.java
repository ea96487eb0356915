package io.millrace.archiver.run;

import io.millrace.journal.tail.JournalPosition;

/** Hears how an archiver gets on, on the archiver's thread; must return soon. */
public interface ArchiveProgress {
    /** Hears nothing. */
    ArchiveProgress NONE = new ArchiveProgress() {
        @Override
        public void committed(long records, long rows, JournalPosition position, long lagRecords) {}
    };

    /**
     * A transaction has committed, or the run found nothing to do.
     *
     * @param records records of this run so far
     * @param rows rows of this run so far
     * @param position the last archived record
     * @param lagRecords records known to be in the journal after it
     */
    void committed(long records, long rows, JournalPosition position, long lagRecords);

    /**
     * The database is away or another archiver holds the lock; called before each pause.
     *
     * @param reason one line
     * @param pauseMs time until the next try
     * @param lagRecords records known to be in the journal and not in the database
     */
    default void waiting(String reason, long pauseMs, long lagRecords) {}

    /** How the archiver stands: told at the start and then once a second, whether there is work or not. */
    default void status(ArchiveStatus status) {}
}
