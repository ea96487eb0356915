package io.millrace.tools.torture.twin;

import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.batch.BatchBuilder;

/**
 * Stands before the engine's journal and crashes at an append: from then on the engine gets nothing done any more.
 *
 * <p>Used by the thread that commits; what it has seen is read after that has ended.
 */
final class CrashingStore implements BatchAppender {
    /** The process is gone. */
    static final class CrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CrashException() {
            super("the twin's crash");
        }
    }

    /** Called at each append; the hour may change. */
    interface AppendListener {
        void appending();
    }

    private final BatchAppender journal;
    private final AppendListener listener;
    private final long crashAt;
    private final boolean afterCommit;
    private long appends;
    private long acknowledged;
    private boolean crashed;

    /**
     * Before a journal.
     *
     * @param crashAt the append to crash at, from 1
     * @param afterCommit whether the batch of that append is in the journal
     */
    CrashingStore(BatchAppender journal, AppendListener listener, long crashAt, boolean afterCommit) {
        this.journal = journal;
        this.listener = listener;
        this.crashAt = crashAt;
        this.afterCommit = afterCommit;
    }

    @Override
    public long append(BatchBuilder batch) {
        requireAlive();
        listener.appending();
        crashed = ++appends == crashAt;
        if (crashed && !afterCommit) {
            throw new CrashException();
        }
        long index = journal.append(batch);
        if (crashed) {
            throw new CrashException();
        }
        acknowledged = batch.lastSequence();
        return index;
    }

    /** Whether it has come to that. */
    boolean crashed() {
        return crashed;
    }

    /** Last record of the last append that returned; 0 before the first. */
    long acknowledged() {
        return acknowledged;
    }

    @Override
    public void forceIfDue() {
        requireAlive();
        journal.forceIfDue();
    }

    @Override
    public boolean prepareNext() {
        requireAlive();
        return journal.prepareNext();
    }

    @Override
    public long forcedSequence() {
        return journal.forcedSequence();
    }

    private void requireAlive() {
        if (crashed) {
            throw new CrashException();
        }
    }
}
