package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.queue.QueueFiles;
import java.nio.file.Path;
import java.util.List;
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
 */
public final class JournalTailer implements AutoCloseable {
    private static final int MAX_STEPS_BACK = 16;
    private static final int LENGTH_WORD_BYTES = Integer.BYTES;

    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final BatchView view = new BatchView();

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

    private JournalTailer(final SingleChronicleQueue queue) {
        this.queue = queue;
        this.tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
    }

    /** Opens a journal at its start; throws {@link io.millrace.journal.JournalMissingException} when there is none. */
    public static JournalTailer open(final Path journalDirectory) {
        final QueueDirectory directory = new QueueDirectory(journalDirectory);
        final SingleChronicleQueue queue = directory.openReadOnly();
        try {
            return new JournalTailer(queue);
        } catch (final Exception | InternalError | AssertionError e) {
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
            tailer.moveToIndex(view.queueIndex());
            throw e;
        }
        consume();
        return true;
    }

    /**
     * Moves, so that the next poll gives the batch that holds the first record after the position.
     *
     * @throws JournalDamagedException when the position's record is not in the journal
     */
    public void seek(final JournalPosition position) {
        try {
            find(position);
        } catch (final JournalDamagedException e) {
            throw e;
        } catch (final Exception | InternalError | AssertionError e) {
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
        if (!startAtHint(position)) {
            tailer.toStart();
            sequence = 0;
            queueIndex = 0;
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
                tailer.moveToIndex(view.queueIndex());
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
            return queue.lastIndex() > queueIndex || notedPositionIsAhead();
        } catch (final Exception | InternalError | AssertionError e) {
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
        tailer.close();
        queue.close();
    }

    /**
     * Stands before the batch that the hint names, if that is at or before the position. Indexes are the queue's and
     * may be off by some after a crash, hence the steps back.
     */
    private boolean startAtHint(final JournalPosition position) {
        if (position.sequence() <= 0 || position.queueIndex() <= 0) {
            return false;
        }
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
            return tailer.moveToIndex(index) && load(BatchView.ANY_SEQUENCE);
        } catch (final Exception | InternalError | AssertionError e) {
            damage = null;
            return false;
        }
    }

    /**
     * True when the cycle file of the last batch notes for its last excerpt a position where none begins. Readers do not mind,
     * but a writer looks for the file's end from there, and would write its end mark into the middle of a batch.
     *
     * @param over whether a later cycle has begun, so that nobody appends to the file
     */
    public boolean notesAWrongPosition(final boolean over) {
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
        filePosition = loadedPosition;
    }

    /** Loads the next batch into the view; false when there is none now. Damage is thrown, now and ever after. */
    private boolean load(final long expected) {
        if (damage == null) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return false;
                }
                damage = check(document, expected);
            } catch (final Exception | InternalError | AssertionError e) {
                // An excerpt length or a queue header that is no longer true, or a page that is no longer in the file.
                damage = new JournalDamage(
                        JournalDamage.Kind.STRUCTURE,
                        expected,
                        fileOf(tailer.index()),
                        tailer.index(),
                        "the queue cannot read on: " + e);
            }
        }
        if (damage != null) {
            throw new JournalDamagedException(damage);
        }
        return true;
    }

    private JournalDamage check(final DocumentContext document, final long expected) {
        final Bytes<?> bytes = document.wire().bytes();
        final long index = document.index();
        loadedPosition = bytes.readPosition() - LENGTH_WORD_BYTES;
        final JournalDamage found = view.load(
                bytes.addressForRead(bytes.readPosition()), bytes.readRemaining(), index, fileOf(index), expected);
        if (found != null) {
            return found;
        }
        if (!journalIdKnown) {
            journalId = view.journalId();
            journalIdKnown = true;
        } else if (view.journalId() != journalId) {
            return new JournalDamage(
                    JournalDamage.Kind.FOREIGN, expected, fileOf(index), index, "the batch belongs to another journal");
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
            return (queueIndex > 0 && queue.rollCycle().toCycle(queueIndex) == cycle)
                    ? noted > filePosition
                    : QueueFiles.isBatchAt(store.currentFile().toPath(), noted + LENGTH_WORD_BYTES);
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
