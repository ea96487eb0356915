package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

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
    private final SingleChronicleQueue queue;
    private final WritePositionCheck writePositions;
    private final BatchSource source;
    private final BatchCursor cursor;
    private final BatchSeeker seeker;

    private JournalTailer(final Path directory, final SingleChronicleQueue queue) {
        this.queue = queue;
        this.writePositions = new WritePositionCheck(queue);
        this.source = new BatchSource(directory, queue, writePositions);
        this.cursor = new BatchCursor(source);
        this.seeker = new BatchSeeker(queue, writePositions, source, cursor);
    }

    /** Opens a journal at its start; throws {@link io.millrace.journal.JournalMissingException} when there is none. */
    public static JournalTailer open(final Path journalDirectory) {
        final QueueDirectory directory = new QueueDirectory(journalDirectory);
        final SingleChronicleQueue queue = directory.openReadOnly();
        try {
            final JournalTailer tailer = new JournalTailer(journalDirectory, queue);
            tailer.cursor.begin();
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

    /** Where the journal begins and what of it is compressed, as this tailer knows it. */
    public JournalExtent extent() {
        return source.extent();
    }

    /** Moves to the first record that the journal has. */
    public void seekToStart() {
        cursor.toStart();
    }

    /**
     * Moves to the batch at an index of the queue, which the next poll gives; false where no cycle file has a good one there.
     */
    public boolean seekToBatch(final long index) {
        return seeker.seekToBatch(index);
    }

    /**
     * Moves to the newest batch that the queue knows of, or so many before it in the same cycle, which the next poll gives: the
     * journal's end without what lies before it. False where there is none, or where it cannot be read, which reading up to it will
     * explain.
     */
    public boolean seekToLastBatch(final int batchesBefore) {
        return seeker.seekToLastBatch(batchesBefore);
    }

    /**
     * Hands over the next batch. When the handler throws, the batch is not consumed: the next poll gives it again.
     *
     * @return false when no batch is there now
     */
    public boolean poll(final BatchHandler handler) {
        if (!cursor.loadNext()) {
            return false;
        }
        try {
            handler.onBatch(source.view());
        } catch (final RuntimeException | Error e) {
            source.stepBack();
            throw e;
        }
        cursor.consume();
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
            seeker.seek(position);
        } catch (final JournalDamagedException | JournalTrimmedException e) {
            throw e;
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw damaged("the queue cannot find its way: " + e);
        }
    }

    /** The last record of the last batch handed over. */
    public JournalPosition position() {
        return new JournalPosition(cursor.sequence(), cursor.queueIndex());
    }

    /**
     * True when the queue knows of a batch after the last one read: by its own last index, or by the position that the
     * newest cycle file notes for its last excerpt. The second also tells of a last batch whose length word was lost or
     * no longer says that it is complete.
     */
    public boolean knowsOfMore() {
        try {
            // In this order: from a position far behind the end of its file the queue would not find back.
            return writePositions.isAhead(cursor.queueIndex(), cursor.filePosition())
                    || queue.lastIndex() > cursor.queueIndex();
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw damaged("the queue cannot find its end: " + e);
        }
    }

    /**
     * True when the cycle file of the last batch notes for its last excerpt a position where none begins. Readers do not mind,
     * but a writer looks for the file's end from there, and would write its end mark into the middle of a batch.
     *
     * @param over whether a later cycle has begun, so that nobody appends to the file
     */
    public boolean notesAWrongPosition(final boolean over) {
        return writePositions.isWrong(cursor.queueIndex(), cursor.filePosition(), cursor.positionBefore(), over);
    }

    /** Name of the newest cycle file that the queue itself knows of; empty when there is none. */
    public String newestFileName() {
        return QueueDirectory.newestFileName(queue);
    }

    @Override
    public void close() {
        source.close();
        queue.close();
    }

    private JournalDamagedException damaged(final String detail) {
        return new JournalDamagedException(new JournalDamage(
                JournalDamage.Kind.STRUCTURE, cursor.sequence() + 1, newestFileName(), cursor.queueIndex(), detail));
    }
}
