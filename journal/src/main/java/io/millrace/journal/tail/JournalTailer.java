package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.ColdReader;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.queue.QueueFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Reads batches in order from an explicit position.
 *
 * <p>Owned by one thread; reads only, so it never disturbs the writer. No allocation in steady state. A batch that does
 * not check is thrown as {@link JournalDamagedException} before any handler sees it, and so is whatever the queue throws at what
 * it cannot read: it throws checked exceptions too, without saying so.
 *
 * <p>What retention has compressed is read like the rest. Where retention takes away the file that is read, the tailer goes on
 * in what has taken its place; when nothing has, it throws {@link JournalTrimmedException}.
 */
public final class JournalTailer implements AutoCloseable {
    private static final int MAX_STEPS_BACK = 16;
    private static final int LENGTH_WORD_BYTES = Integer.BYTES;

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final BatchView view = new BatchView();

    private JournalExtent extent;
    /** The compressed file that is read; null while that is a cycle file. */
    private ColdReader cold;
    /** The batch in the view is to be given once more. */
    private boolean again;

    private long sequence;
    private long queueIndex;
    private long filePosition;
    /** Where the batch before the last one begins in the same cycle file; -1 when that holds none. */
    private long positionBefore = -1;

    private long loadedPosition;
    private long journalId;
    private boolean journalIdKnown;
    private JournalDamage damage;
    private int namedCycle = Integer.MIN_VALUE;
    private String namedFile = "";

    private JournalTailer(final Path directory, final SingleChronicleQueue queue) {
        this.directory = directory;
        this.queue = queue;
        this.tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        this.extent = JournalExtent.read(directory);
    }

    /** Opens a journal at its start; throws {@link io.millrace.journal.JournalMissingException} when there is none. */
    public static JournalTailer open(final Path journalDirectory) {
        final QueueDirectory directory = new QueueDirectory(journalDirectory);
        final SingleChronicleQueue queue = directory.openReadOnly();
        try {
            final JournalTailer tailer = new JournalTailer(journalDirectory, queue);
            tailer.begin();
            return tailer;
        } catch (final JournalDamagedException | JournalTrimmedException e) {
            queue.close();
            throw e;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            queue.close();
            final List<Path> files = directory.files().cycleFiles();
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.STRUCTURE,
                    1,
                    files.isEmpty() ? "" : files.get(0).getFileName().toString(),
                    0,
                    "the queue cannot open its first file: " + e));
        }
    }

    /** Damage at the start is left to who reads there: others seek elsewhere. */
    private void begin() {
        try {
            seekToStart();
        } catch (final JournalDamagedException e) {
            damage = e.damage();
        }
    }

    /** Where the journal begins and what of it is compressed, as this tailer knows it. */
    public JournalExtent extent() {
        return extent;
    }

    /** Moves to the first record that the journal has. */
    public void seekToStart() {
        damage = null;
        standBefore(extent.firstSequence());
    }

    /**
     * Moves to the batch at an index of the queue, which the next poll gives; false where no cycle file has a good one there.
     */
    public boolean seekToBatch(final long index) {
        damage = null;
        leaveCold();
        if (!moveTo(index)) {
            return false;
        }
        sequence = view.firstSequence() - 1;
        queueIndex = 0;
        return tailer.moveToIndex(index);
    }

    /**
     * Moves to the newest batch that the queue knows of, or so many before it in the same cycle, which the next poll gives: the
     * journal's end without what lies before it. False where there is none, or where it cannot be read, which reading up to it will
     * explain.
     */
    public boolean seekToLastBatch(final int batchesBefore) {
        final long index;
        try {
            // In this order: from a position far behind the end of its file the queue would not find back.
            index = endsWithinItsFile(queue.lastCycle()) ? queue.lastIndex() : 0;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            return false;
        }
        return index > 0
                && queue.rollCycle().toSequenceNumber(index) >= batchesBefore
                && seekToBatch(index - batchesBefore);
    }

    /**
     * Hands over the next batch. When the handler throws, the batch is not consumed: the next poll gives it again.
     *
     * @return false when no batch is there now
     */
    public boolean poll(final BatchHandler handler) {
        if (!load(sequence + 1)) {
            return false;
        }
        try {
            handler.onBatch(view);
        } catch (final RuntimeException | Error e) {
            stepBack();
            throw e;
        }
        consume();
        return true;
    }

    /**
     * Moves, so that the next poll gives the batch that holds the first record after the position.
     *
     * @throws JournalDamagedException when the position's record is not in the journal
     * @throws JournalTrimmedException when the record behind it was removed by retention
     */
    public void seek(final JournalPosition position) {
        try {
            find(position);
        } catch (final JournalDamagedException | JournalTrimmedException e) {
            throw e;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.STRUCTURE,
                    sequence + 1,
                    newestFileName(),
                    queueIndex,
                    "the queue cannot find its way: " + e));
        }
    }

    private void find(final JournalPosition position) {
        damage = null;
        requireNotRemoved(position.sequence());
        if (!startAtHint(position)) {
            standBefore(Math.max(position.sequence(), extent.firstSequence()));
            requireNotRemoved(position.sequence());
        }
        while (sequence < position.sequence()) {
            boolean loaded = load(sequence + 1);
            if (!loaded) {
                // The queue may answer once with nothing when it changes the cycle.
                loaded = load(sequence + 1);
            }
            if (!loaded) {
                throw new JournalDamagedException(new JournalDamage(
                        JournalDamage.Kind.SHORT_END,
                        sequence + 1,
                        fileOf(queueIndex),
                        queueIndex,
                        "the journal ends at sequence " + sequence + ", asked for " + position.sequence()));
            }
            if (view.lastSequence() > position.sequence()) {
                stepBack();
                return;
            }
            consume();
        }
    }

    /** The last record of the last batch handed over. */
    public JournalPosition position() {
        return new JournalPosition(sequence, queueIndex);
    }

    /**
     * True when the queue knows of a batch after the last one read: by its own last index, or by the position that the
     * newest cycle file notes for its last excerpt. The second also tells of a last batch whose length word was lost or
     * no longer says that it is complete.
     */
    public boolean knowsOfMore() {
        try {
            // In this order: from a position far behind the end of its file the queue would not find back.
            return notedPositionIsAhead() || queue.lastIndex() > queueIndex;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.STRUCTURE,
                    sequence + 1,
                    newestFileName(),
                    queueIndex,
                    "the queue cannot find its end: " + e));
        }
    }

    /** Name of the newest cycle file that the queue itself knows of; empty when there is none. */
    public String newestFileName() {
        return QueueDirectory.newestFileName(queue);
    }

    @Override
    public void close() {
        leaveCold();
        tailer.close();
        queue.close();
    }

    /**
     * Stands before the batch that the hint names, if that is at or before the position. Indexes are the queue's and
     * may be off by some after a crash, hence the steps back.
     */
    private boolean startAtHint(final JournalPosition position) {
        if (position.sequence() < extent.cycleSequence() || position.sequence() <= 0 || position.queueIndex() <= 0) {
            return false;
        }
        leaveCold();
        for (long index = position.queueIndex(); index > position.queueIndex() - MAX_STEPS_BACK; index--) {
            if (!moveTo(index)) {
                return false;
            }
            if (view.firstSequence() <= position.sequence()) {
                sequence = view.firstSequence() - 1;
                queueIndex = 0;
                return tailer.moveToIndex(index);
            }
        }
        return false;
    }

    /** Loads the batch at an index; false where there is none that can be read, which a scan will then name. */
    private boolean moveTo(final long index) {
        try {
            return endsWithinItsFile(queue.rollCycle().toCycle(index))
                    && tailer.moveToIndex(index)
                    && load(BatchView.ANY_SEQUENCE);
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            damage = null;
            return false;
        }
    }

    /**
     * False when a cycle file notes its last excerpt where it has no bytes. The queue looks for an index from there, and maps
     * chunk by chunk until no memory is left; from the start of the journal it reads such a file well.
     */
    private boolean endsWithinItsFile(final int cycle) {
        final SingleChronicleQueueStore store = queue.storeForCycle(cycle, queue.epoch(), false, null);
        if (store == null) {
            return true;
        }
        try {
            return isWithinFile(store, store.writePosition());
        } finally {
            queue.closeStore(store);
        }
    }

    private static boolean isWithinFile(final SingleChronicleQueueStore store, final long position) {
        return position >= 0 && position <= store.currentFile().length();
    }

    /**
     * True when the cycle file of the last batch notes for its last excerpt a position where none begins. Readers do not mind,
     * but a writer looks for the file's end from there, and would write its end mark into the middle of a batch.
     *
     * @param over whether a later cycle has begun, so that nobody appends to the file
     */
    public boolean notesAWrongPosition(final boolean over) {
        if (filePosition < 0) {
            return false;
        }
        final SingleChronicleQueueStore store =
                queue.storeForCycle(queue.rollCycle().toCycle(queueIndex), queue.epoch(), false, null);
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

    private void consume() {
        final boolean sameCycle = queueIndex > 0
                && queue.rollCycle().toCycle(queueIndex) == queue.rollCycle().toCycle(view.queueIndex());
        positionBefore = sameCycle ? filePosition : -1;
        sequence = view.lastSequence();
        queueIndex = view.queueIndex();
        // What was read from a compressed file has no place in its cycle file, which may be there yet or not.
        filePosition = cold == null ? loadedPosition : -1;
    }

    /** Gives the batch in the view once more at the next load. */
    private void stepBack() {
        again = true;
    }

    /** Stands at the beginning of the part of the journal that holds a record, and says so in {@code sequence}. */
    private void standBefore(final long wanted) {
        try {
            place(wanted);
        } catch (final JournalDamagedException e) {
            if (!takenAway()) {
                throw e;
            }
            standBefore(Math.max(wanted, extent.firstSequence()));
        }
    }

    private void place(final long wanted) {
        leaveCold();
        queueIndex = 0;
        final Optional<ColdFile> file = extent.coldFileOf(wanted);
        if (file.isPresent()) {
            cold = ColdReader.open(directory, file.get());
            sequence = file.get().firstSequence() - 1;
        } else {
            enterCycles();
            sequence = extent.cycleSequence() - 1;
        }
    }

    private void leaveCold() {
        if (cold != null) {
            cold.close();
            cold = null;
        }
        again = false;
    }

    private void enterCycles() {
        if (extent.isWhole() || !endsWithinItsFile(queue.rollCycle().toCycle(extent.cycleIndex()))) {
            tailer.toStart();
        } else if (!tailer.moveToIndex(extent.cycleIndex())) {
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.SHORT_END,
                    extent.cycleSequence(),
                    fileOf(extent.cycleIndex()),
                    extent.cycleIndex(),
                    "the oldest cycle file that retention left is missing"));
        }
    }

    private void requireNotRemoved(final long after) {
        if (after + 1 < extent.firstSequence()) {
            throw new JournalTrimmedException(directory, extent.firstSequence(), after + 1);
        }
    }

    /** Loads the next batch into the view; false when there is none now. Damage is thrown, now and ever after. */
    private boolean load(final long expected) {
        if (damage == null) {
            try {
                if (again) {
                    again = false;
                    return true;
                }
                return cold == null ? loadFromCycle(expected) : loadFromCold(expected);
            } catch (final JournalDamagedException e) {
                if (takenAway()) {
                    goOnElsewhere(expected);
                    return load(expected);
                }
                damage = e.damage();
            }
        }
        throw new JournalDamagedException(damage);
    }

    /** True when retention has changed where records are since this tailer looked. */
    private boolean takenAway() {
        final JournalExtent now = JournalExtent.read(directory);
        final boolean changed = !now.samePlaces(extent);
        extent = now;
        return changed;
    }

    private void goOnElsewhere(final long expected) {
        if (expected == BatchView.ANY_SEQUENCE) {
            return;
        }
        requireNotRemoved(expected - 1);
        standBefore(expected);
        while (sequence < expected - 1 && load(sequence + 1)) {
            consume();
        }
    }

    private boolean loadFromCold(final long expected) {
        while (!cold.next()) {
            final Optional<ColdFile> next = extent.coldFileOf(cold.file().lastSequence() + 1);
            leaveCold();
            if (next.isEmpty()) {
                enterCycles();
                return loadFromCycle(expected);
            }
            cold = ColdReader.open(directory, next.get());
        }
        require(view.load(
                cold.batch().addressOffset(),
                cold.sizeBytes(),
                cold.queueIndex(),
                cold.file().path(),
                expected));
        require(foreign(expected));
        return true;
    }

    private boolean loadFromCycle(final long expected) {
        JournalDamage found;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            found = check(document, expected);
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            // An excerpt length or a queue header that is no longer true, or a page that is no longer in the file.
            found = new JournalDamage(
                    JournalDamage.Kind.STRUCTURE,
                    expected,
                    fileOf(tailer.index()),
                    tailer.index(),
                    "the queue cannot read on: " + e);
        }
        require(found);
        return true;
    }

    private static void require(final JournalDamage found) {
        if (found != null) {
            throw new JournalDamagedException(found);
        }
    }

    private JournalDamage check(final DocumentContext document, final long expected) {
        final Bytes<?> bytes = document.wire().bytes();
        final long index = document.index();
        loadedPosition = bytes.readPosition() - LENGTH_WORD_BYTES;
        final JournalDamage found = view.load(
                bytes.addressForRead(bytes.readPosition()), bytes.readRemaining(), index, fileOf(index), expected);
        return found == null ? foreign(expected) : found;
    }

    /** The batch in the view must be of the same journal as all before it. */
    private JournalDamage foreign(final long expected) {
        if (!journalIdKnown) {
            journalId = view.journalId();
            journalIdKnown = true;
        } else if (view.journalId() != journalId) {
            return new JournalDamage(
                    JournalDamage.Kind.FOREIGN,
                    expected,
                    view.file(),
                    view.queueIndex(),
                    "the batch belongs to another journal");
        }
        return null;
    }

    private boolean notedPositionIsAhead() {
        final int cycle = queue.lastCycle();
        final SingleChronicleQueueStore store =
                cycle <= 0 ? null : queue.storeForCycle(cycle, queue.epoch(), false, null);
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

    private String fileOf(final long index) {
        final int cycle = queue.rollCycle().toCycle(index);
        if (cycle != namedCycle) {
            // In this order: the fault of a page that is gone is thrown late, and may be thrown here.
            namedFile = QueueDirectory.fileName(queue.rollCycle(), index);
            namedCycle = cycle;
        }
        return namedFile;
    }
}
