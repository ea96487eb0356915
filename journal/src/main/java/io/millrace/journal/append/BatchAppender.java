package io.millrace.journal.append;

import io.millrace.journal.batch.BatchBuilder;

/**
 * Where an engine puts its batches. The product knows one implementation, {@link JournalAppender}; the load harness has
 * another that keeps nothing, to show what the journal costs.
 *
 * <p>Owned by one thread; no allocation in steady state.
 */
public interface BatchAppender {
    /** Appends a batch; when this returns, the batch is committed. */
    long append(BatchBuilder batch);

    /** Forces what was appended when the durability level says that it is time. */
    void forceIfDue();

    /**
     * Does one small step of what makes the next append cheaper; for a thread that has nothing else to do.
     *
     * @return false when nothing is left to do
     */
    boolean prepareNext();

    /** Last sequence that a power cut cannot take. */
    long forcedSequence();
}
