package io.millrace.journal.tail;

/**
 * How far a reader is.
 *
 * @param sequence last record consumed; 0 at the start
 * @param queueIndex the queue's index of the batch that holds it; a hint for speed, 0 when unknown
 */
public record JournalPosition(long sequence, long queueIndex) {
    /** Before the first record. */
    public static final JournalPosition START = new JournalPosition(0, 0);
}
