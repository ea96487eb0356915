package io.millrace.benchmarks.endtoend;

import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.batch.BatchBuilder;

/** Keeps nothing: an engine without a journal, for comparison. Engine thread. */
final class Forgetful implements BatchAppender {
    private long batches;

    @Override
    public long append(final BatchBuilder batch) {
        return ++batches;
    }

    @Override
    public void forceIfDue() {}

    @Override
    public boolean prepareNext() {
        return false;
    }

    @Override
    public long forcedSequence() {
        return 0;
    }
}
