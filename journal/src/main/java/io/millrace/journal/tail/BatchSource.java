package io.millrace.journal.tail;

import static io.millrace.journal.tail.WritePositionCheck.LENGTH_WORD_BYTES;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.ColdReader;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Gives the batches of a journal one after the other, checked, out of its compressed files and its cycle files.
 *
 * <p>Owned by the tailer's thread. No allocation in steady state. What does not check, or cannot be read, is a
 * {@link JournalDamagedException}; whether retention has only moved it is the caller's question.
 */
final class BatchSource implements AutoCloseable {
    private final Path directory;
    private final SingleChronicleQueue queue;
    private final WritePositionCheck writePositions;
    private final ExcerptTailer tailer;
    private final BatchView view = new BatchView();

    private JournalExtent extent;
    /** The compressed file that is read; null while that is a cycle file. */
    private ColdReader cold;
    /** The batch in the view is to be given once more. */
    private boolean again;

    private long loadedPosition;
    private long journalId;
    private boolean journalIdKnown;
    private int namedCycle = Integer.MIN_VALUE;
    private String namedFile = "";

    /** A source that stands nowhere yet; the queue is the caller's. */
    BatchSource(final Path directory, final SingleChronicleQueue queue, final WritePositionCheck writePositions) {
        this.directory = directory;
        this.queue = queue;
        this.writePositions = writePositions;
        this.tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        this.extent = JournalExtent.read(directory);
    }

    /** The batch loaded last. */
    BatchView view() {
        return view;
    }

    /** Where records are, as far as this source has looked. */
    JournalExtent extent() {
        return extent;
    }

    /** Where the batch loaded last begins in its cycle file; -1 when it is of a compressed one. */
    long filePosition() {
        // What was read from a compressed file has no place in its cycle file, which may be there yet or not.
        return cold == null ? loadedPosition : -1;
    }

    /** The cycle that an index belongs to. */
    int cycleOf(final long index) {
        return queue.rollCycle().toCycle(index);
    }

    /** Name of the cycle file that holds an index. */
    String fileOf(final long index) {
        final int cycle = cycleOf(index);
        if (cycle != namedCycle) {
            // In this order: the fault of a page that is gone is thrown late, and may be thrown here.
            namedFile = QueueDirectory.fileName(queue.rollCycle(), index);
            namedCycle = cycle;
        }
        return namedFile;
    }

    /** Throws {@link JournalTrimmedException} when the record after a sequence was removed by retention. */
    void requireNotRemoved(final long after) {
        if (after + 1 < extent.firstSequence()) {
            throw new JournalTrimmedException(directory, extent.firstSequence(), after + 1);
        }
    }

    /** True when retention has changed where records are since this source looked. */
    boolean takenAway() {
        final JournalExtent now = JournalExtent.read(directory);
        final boolean changed = !now.samePlaces(extent);
        extent = now;
        return changed;
    }

    /**
     * Moves to the beginning of the part of the journal that holds a record: a compressed file, or all cycle files. Another
     * compressed file has been left before.
     *
     * @return the first sequence of that part
     */
    long moveToPartOf(final long sequence) {
        final Optional<ColdFile> file = extent.coldFileOf(sequence);
        if (file.isPresent()) {
            cold = ColdReader.open(directory, file.get());
            return file.get().firstSequence();
        }
        enterCycles();
        return extent.cycleSequence();
    }

    /** Moves within the cycle files, once no compressed one is read; false where the queue has nothing at the index. */
    boolean moveToIndex(final long index) {
        return tailer.moveToIndex(index);
    }

    /** Leaves the compressed file that is read, if one is, and forgets to give a batch again. */
    void leaveCold() {
        if (cold != null) {
            cold.close();
            cold = null;
        }
        again = false;
    }

    /** Gives the batch in the view once more at the next load. */
    void stepBack() {
        again = true;
    }

    /**
     * Loads the next batch into the view; false when there is none now.
     *
     * @param expected sequence that its first record must have, or {@link BatchView#ANY_SEQUENCE}
     */
    boolean load(final long expected) {
        if (again) {
            again = false;
            return true;
        }
        return cold == null ? loadFromCycle(expected) : loadFromCold(expected);
    }

    @Override
    public void close() {
        leaveCold();
        tailer.close();
    }

    private void enterCycles() {
        if (extent.isWhole() || !writePositions.isWithinFile(cycleOf(extent.cycleIndex()))) {
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
}
