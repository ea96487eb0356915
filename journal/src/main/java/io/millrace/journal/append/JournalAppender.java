package io.millrace.journal.append;

import io.millrace.journal.JournalException;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.time.Clocks;
import io.millrace.journal.time.NonDecreasingTimeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends sealed batches, one excerpt each, in sequence order.
 *
 * <p>Owned by the engine thread; one per data directory (the caller holds the directory's lock). No allocation in
 * steady state. Any failure is thrown with the open excerpt rolled back; the process must then stop.
 */
public final class JournalAppender implements AutoCloseable {
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final JournalForcer forcer;
    private final PointerBytesStore source = BytesStore.nativePointer();

    private long lastSequence;

    private JournalAppender(
            final SingleChronicleQueue queue,
            final ExcerptAppender appender,
            final JournalForcer forcer,
            final long lastSequence) {
        this.queue = queue;
        this.appender = appender;
        this.forcer = forcer;
        this.lastSequence = lastSequence;
    }

    /**
     * Opens a journal for its one writer, making the directory where there is none.
     *
     * @param lastSequence last sequence in the journal, as the boot check found it; 0 for a new one
     */
    public static JournalAppender open(
            final Path directory, final String rollCycle, final DurabilityPolicy policy, final long lastSequence) {
        final QueueDirectory files = new QueueDirectory(directory);
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new JournalException("cannot make " + directory + ": " + e.getMessage(), e);
        }
        final SingleChronicleQueue queue = files.openForAppend(
                rollCycle, new NonDecreasingTimeProvider(Clocks.epoch(), files.newestCycleStartMs()));
        final ExcerptAppender appender = queue.createAppender();
        // The engine is built on one thread and runs on another; the hand-over is safe, the check would refuse it.
        appender.singleThreadedCheckDisabled(true);
        return new JournalAppender(
                queue, appender, new JournalForcer(policy, directory, Clocks.monotonic(), lastSequence), lastSequence);
    }

    /**
     * Appends a batch as one excerpt; when this returns, the batch survives the death of the process.
     *
     * @return the queue's index of the excerpt
     */
    public long append(final BatchBuilder batch) {
        if (batch.firstSequence() != lastSequence + 1) {
            throw new JournalException("batch starts at sequence " + batch.firstSequence() + ", the journal ends at "
                    + lastSequence + ": the engine stops, a gap must not be written");
        }
        final UnsafeBuffer sealed = batch.sealed();
        source.set(sealed.addressOffset(), batch.sizeBytes());
        try (DocumentContext document = appender.writingDocument()) {
            try {
                document.wire().bytes().write(source, 0L, batch.sizeBytes());
            } catch (final RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        }
        lastSequence = batch.lastSequence();
        if (appender.cycle() >= 0) {
            forcer.appended(appender.currentFile(), lastSequence);
        }
        return appender.lastIndexAppended();
    }

    /** Forces all that was appended to disk. */
    public void force() {
        if (appender.currentFile() != null) {
            forcer.force(appender.currentFile(), lastSequence);
        }
    }

    /** Sequence of the last record appended. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Last sequence that a power cut cannot take. */
    public long forcedSequence() {
        return forcer.forcedSequence();
    }

    /** Last index as the queue itself knows it; -1 when it is empty. */
    public long lastIndex() {
        return queue.lastIndex();
    }

    @Override
    public void close() {
        forcer.close();
        appender.close();
        queue.close();
    }
}
