package io.millrace.journal.generation;

import io.millrace.journal.JournalException;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;

/**
 * Copies the first batches of a journal into a new one, bytes as they are and each into the cycle that it was in, so that
 * positions, snapshots and archives of the old journal hold for the new one.
 *
 * <p>One thread. The source is only read. The copy is on disk when {@link #copy} returns.
 */
public final class JournalPrefix {
    /** The start of the cycle of the batch that is being copied, ms since the epoch. */
    private static final class CycleTime implements TimeProvider {
        private long timeMs;

        @Override
        public long currentTimeMillis() {
            return timeMs;
        }
    }

    private JournalPrefix() {}

    /**
     * Copies the batches up to a sequence, which must be the last of its batch. What retention had compressed is in cycle files
     * again; what it had removed stays so.
     *
     * @param target a directory that is not there yet, or is empty
     */
    public static void copy(final Path source, final long lastSequence, final Path target) {
        final RollCycle rollCycle = rollCycleOf(source);
        final CycleTime time = new CycleTime();
        final long[] firstIndex = {0};
        try (JournalTailer tailer = JournalTailer.open(source)) {
            Files.createDirectories(target);
            try (SingleChronicleQueue queue = new QueueDirectory(target).openForAppend(rollCycle, time);
                    ExcerptAppender appender = queue.createAppender()) {
                while (tailer.position().sequence() < lastSequence
                        && tailer.poll(batch -> {
                            time.timeMs = (long) rollCycle.toCycle(batch.queueIndex()) * rollCycle.lengthInMillis();
                            append(appender, batch);
                            if (firstIndex[0] == 0) {
                                firstIndex[0] = appender.lastIndexAppended();
                            }
                        })) {
                    // The batch is in; on to the next.
                }
            }
            final JournalExtent extent = tailer.extent();
            if (extent.firstSequence() > 1) {
                new JournalExtent(
                                extent.firstSequence(),
                                extent.firstSequence(),
                                firstIndex[0],
                                List.of(),
                                extent.definitions())
                        .write(target);
            }
            if (tailer.position().sequence() != lastSequence) {
                throw new JournalException("the journal in " + source + " has no batch that ends at sequence "
                        + lastSequence + ", the copy in " + target + " ends at "
                        + tailer.position().sequence());
            }
            force(target);
        } catch (final IOException e) {
            throw new JournalException("cannot copy the journal in " + source + " to " + target + ": " + e, e);
        }
    }

    private static void append(final ExcerptAppender appender, final BatchView batch) {
        final DirectBuffer bytes = batch.buffer();
        final PointerBytesStore store = BytesStore.nativePointer();
        store.set(bytes.addressOffset(), batch.sizeBytes());
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(store, 0L, batch.sizeBytes());
        }
    }

    private static RollCycle rollCycleOf(final Path journal) {
        try (SingleChronicleQueue queue = new QueueDirectory(journal).openReadOnly()) {
            return queue.rollCycle();
        }
    }

    private static void force(final Path directory) throws IOException {
        final List<Path> files =
                new ArrayList<>(new QueueDirectory(directory).files().cycleFiles());
        files.add(new QueueDirectory(directory).files().metadataFile());
        for (final Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
