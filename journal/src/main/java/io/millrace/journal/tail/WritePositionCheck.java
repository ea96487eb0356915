package io.millrace.journal.tail;

import io.millrace.journal.queue.QueueFiles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

/**
 * Checks write positions: where a cycle file notes that its last excerpt begins.
 *
 * <p>Owned by the tailer's thread. Reads only, and keeps no file between calls. What the queue throws at a file that it cannot
 * open goes to the caller.
 */
final class WritePositionCheck {
    /** The queue's length word, which stands before each excerpt. */
    static final int LENGTH_WORD_BYTES = Integer.BYTES;

    private final SingleChronicleQueue queue;

    WritePositionCheck(final SingleChronicleQueue queue) {
        this.queue = queue;
    }

    /**
     * False when a cycle file notes its last excerpt where it has no bytes. The queue looks for an index from there, and maps
     * chunk by chunk until no memory is left; from the start of the journal it reads such a file well.
     */
    boolean isWithinFile(final int cycle) {
        final SingleChronicleQueueStore store = storeOf(cycle);
        if (store == null) {
            return true;
        }
        try {
            return isWithinFile(store, store.writePosition());
        } finally {
            queue.closeStore(store);
        }
    }

    /**
     * True when the cycle file of a batch that was the last one read notes a position where no excerpt begins.
     *
     * @param filePosition where the batch begins; negative when it was not read from a cycle file
     * @param positionBefore where the batch before it begins in the same file; negative when that holds none
     * @param over whether a later cycle has begun, so that nobody appends to the file
     */
    boolean isWrong(final long queueIndex, final long filePosition, final long positionBefore, final boolean over) {
        if (filePosition < 0) {
            return false;
        }
        final SingleChronicleQueueStore store = storeOf(queue.rollCycle().toCycle(queueIndex));
        if (store == null) {
            return false;
        }
        try {
            final long noted = store.writePosition();
            // A writer that died behind its commit leaves the one before; a living one may have gone on.
            final boolean right = noted == filePosition
                    || noted == positionBefore
                    || (positionBefore < 0 && noted < filePosition)
                    || (!over && noted > filePosition);
            return !right;
        } finally {
            queue.closeStore(store);
        }
    }

    /**
     * True when the newest cycle file notes a batch behind the last one read, or a place where it has no bytes.
     *
     * @param queueIndex index of the last batch read; 0 when none was
     * @param filePosition where that begins in its cycle file
     */
    boolean isAhead(final long queueIndex, final long filePosition) {
        final int cycle = queue.lastCycle();
        final SingleChronicleQueueStore store = cycle <= 0 ? null : storeOf(cycle);
        if (store == null) {
            return false;
        }
        try {
            final long noted = store.writePosition();
            if (queueIndex > 0 && queue.rollCycle().toCycle(queueIndex) == cycle) {
                return noted > filePosition;
            }
            return !isWithinFile(store, noted)
                    || QueueFiles.isBatchAt(store.currentFile().toPath(), noted + LENGTH_WORD_BYTES);
        } finally {
            queue.closeStore(store);
        }
    }

    /** The cycle's file, which the caller closes; null when there is none. */
    private SingleChronicleQueueStore storeOf(final int cycle) {
        return queue.storeForCycle(cycle, queue.epoch(), false, null);
    }

    private static boolean isWithinFile(final SingleChronicleQueueStore store, final long position) {
        return position >= 0 && position <= store.currentFile().length();
    }
}
