package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Moves a cursor to a batch: by an index that may be wrong, by a sequence, or to the newest.
 *
 * <p>Owned by the tailer's thread. An index is a hint: what it leads to is checked, some steps back are tried, then the journal
 * is scanned. A scan throws {@link JournalDamagedException} at what does not check, and whatever the queue throws at what it
 * cannot read.
 */
final class BatchSeeker {
    private static final int MAX_STEPS_BACK = 16;

    private final SingleChronicleQueue queue;
    private final WritePositionCheck writePositions;
    private final BatchSource source;
    private final BatchCursor cursor;

    BatchSeeker(
            final SingleChronicleQueue queue,
            final WritePositionCheck writePositions,
            final BatchSource source,
            final BatchCursor cursor) {
        this.queue = queue;
        this.writePositions = writePositions;
        this.source = source;
        this.cursor = cursor;
    }

    /**
     * Moves before the batch that holds the first record after a position.
     *
     * @throws JournalDamagedException when the position's record is not in the journal
     * @throws JournalTrimmedException when the record behind it was removed by retention
     */
    void seek(final JournalPosition position) {
        cursor.clearDamage();
        source.requireNotRemoved(position.sequence());
        if (!startAtHint(position)) {
            cursor.standBefore(Math.max(position.sequence(), source.extent().firstSequence()));
            source.requireNotRemoved(position.sequence());
        }
        while (cursor.sequence() < position.sequence()) {
            boolean loaded = cursor.loadNext();
            if (!loaded) {
                // The queue may answer once with nothing when it changes the cycle.
                loaded = cursor.loadNext();
            }
            if (!loaded) {
                throw new JournalDamagedException(new JournalDamage(
                        JournalDamage.Kind.SHORT_END,
                        cursor.sequence() + 1,
                        source.fileOf(cursor.queueIndex()),
                        cursor.queueIndex(),
                        "the journal ends at sequence " + cursor.sequence() + ", asked for " + position.sequence()));
            }
            if (source.view().lastSequence() > position.sequence()) {
                source.stepBack();
                return;
            }
            cursor.consume();
        }
    }

    /** Moves before the batch at an index; false where no cycle file has a good one there. */
    boolean seekToBatch(final long index) {
        cursor.clearDamage();
        source.leaveCold();
        return loadAt(index) && cursor.standBeforeLoaded(index);
    }

    /** Moves before the newest batch that the queue knows of, or so many before it in the same cycle; false where it cannot. */
    boolean seekToLastBatch(final int batchesBefore) {
        final long index;
        try {
            // In this order: from a position far behind the end of its file the queue would not find back.
            index = writePositions.isWithinFile(queue.lastCycle()) ? queue.lastIndex() : 0;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            return false;
        }
        return index > 0
                && queue.rollCycle().toSequenceNumber(index) >= batchesBefore
                && seekToBatch(index - batchesBefore);
    }

    /**
     * Stands before the batch that the hint names, if that is at or before the position. Indexes are the queue's and
     * may be off by some after a crash, hence the steps back.
     */
    private boolean startAtHint(final JournalPosition position) {
        if (position.sequence() < source.extent().cycleSequence()
                || position.sequence() <= 0
                || position.queueIndex() <= 0) {
            return false;
        }
        source.leaveCold();
        for (long index = position.queueIndex(); index > position.queueIndex() - MAX_STEPS_BACK; index--) {
            if (!loadAt(index)) {
                return false;
            }
            if (source.view().firstSequence() <= position.sequence()) {
                return cursor.standBeforeLoaded(index);
            }
        }
        return false;
    }

    /** Loads the batch at an index; false where there is none that can be read, which a scan will then name. */
    private boolean loadAt(final long index) {
        try {
            return writePositions.isWithinFile(source.cycleOf(index)) && source.moveToIndex(index) && cursor.loadAny();
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            cursor.clearDamage();
            return false;
        }
    }
}
