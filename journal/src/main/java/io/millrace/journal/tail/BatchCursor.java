package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;

/**
 * Where a reader stands: the last batch consumed, and the damage that it cannot pass.
 *
 * <p>Owned by the tailer's thread. No allocation in steady state. Damage is a {@link JournalDamagedException} at every load until
 * a seek clears it. Where retention has taken away the file that is read, the cursor goes on in what has taken its place; when
 * nothing has, it throws {@link JournalTrimmedException}.
 */
final class BatchCursor {
    private final BatchSource source;

    private long sequence;
    private long queueIndex;
    private long filePosition;
    private long positionBefore = -1;
    private JournalDamage damage;

    BatchCursor(final BatchSource source) {
        this.source = source;
    }

    /** Last record consumed. */
    long sequence() {
        return sequence;
    }

    /** Index of the last batch consumed; 0 when none was since the last move. */
    long queueIndex() {
        return queueIndex;
    }

    /** Where the last batch begins in its cycle file; -1 when it was read from a compressed one. */
    long filePosition() {
        return filePosition;
    }

    /** Where the batch before the last one begins in the same cycle file; -1 when that holds none. */
    long positionBefore() {
        return positionBefore;
    }

    /** Stands at the start for the first time. Damage there is left to who reads there: others seek elsewhere. */
    void begin() {
        try {
            toStart();
        } catch (final JournalDamagedException e) {
            damage = e.damage();
        }
    }

    /** Stands before the first record that the journal has. */
    void toStart() {
        clearDamage();
        standBefore(source.extent().firstSequence());
    }

    /** Forgets damage that was met: a seek leads elsewhere. */
    void clearDamage() {
        damage = null;
    }

    /** Stands at the beginning of the part of the journal that holds a record, and says so in {@code sequence}. */
    void standBefore(final long wanted) {
        try {
            place(wanted);
        } catch (final JournalDamagedException e) {
            if (!source.takenAway()) {
                throw e;
            }
            standBefore(Math.max(wanted, source.extent().firstSequence()));
        }
    }

    private void place(final long wanted) {
        source.leaveCold();
        queueIndex = 0;
        sequence = source.moveToPartOf(wanted) - 1;
    }

    /** Stands before the batch in the view, which was loaded from an index; false when that is not found again. */
    boolean standBeforeLoaded(final long index) {
        sequence = source.view().firstSequence() - 1;
        queueIndex = 0;
        return source.moveToIndex(index);
    }

    /** Loads the batch after the last one consumed into the view; false when there is none now. */
    boolean loadNext() {
        return load(sequence + 1);
    }

    /** Loads whatever batch comes next into the view; false when there is none now. */
    boolean loadAny() {
        return load(BatchView.ANY_SEQUENCE);
    }

    /** Takes the batch in the view for the last one consumed. */
    void consume() {
        final boolean sameCycle = queueIndex > 0
                && source.cycleOf(queueIndex) == source.cycleOf(source.view().queueIndex());
        positionBefore = sameCycle ? filePosition : -1;
        sequence = source.view().lastSequence();
        queueIndex = source.view().queueIndex();
        filePosition = source.filePosition();
    }

    private boolean load(final long expected) {
        if (damage == null) {
            try {
                return source.load(expected);
            } catch (final JournalDamagedException e) {
                if (source.takenAway()) {
                    goOnElsewhere(expected);
                    return load(expected);
                }
                damage = e.damage();
            }
        }
        throw new JournalDamagedException(damage);
    }

    private void goOnElsewhere(final long expected) {
        if (expected == BatchView.ANY_SEQUENCE) {
            return;
        }
        source.requireNotRemoved(expected - 1);
        standBefore(expected);
        while (sequence < expected - 1 && loadNext()) {
            consume();
        }
    }
}
