package io.millrace.journal.tail;

/** Takes batches, in order, on the tailer's thread. */
@FunctionalInterface
public interface BatchHandler {
    /** One checked batch; valid only inside the call. */
    void onBatch(BatchView batch);
}
