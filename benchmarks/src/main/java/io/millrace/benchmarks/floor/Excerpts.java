package io.millrace.benchmarks.floor;

import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.queue.QueueDirectory;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Chronicle Queue alone, with the block size and roll cycle of the journal: bytes go in as one excerpt each.
 *
 * <p>One thread at a time; what the queue allocates itself is all that is allocated after opening.
 */
public final class Excerpts implements AutoCloseable {
    private static final String ROLL_CYCLE = "FAST_HOURLY";
    private static final long BLOCK_BYTES = 4L * BatchDescriptor.QUEUE_EXCERPT_BYTES;

    private final PointerBytesStore source = BytesStore.nativePointer();
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    /** A new queue in a directory of its own. */
    public Excerpts(final Path directory) {
        queue = SingleChronicleQueueBuilder.single(directory.toFile())
                .blockSize(BLOCK_BYTES)
                .rollCycle(QueueDirectory.rollCycle(ROLL_CYCLE))
                .build();
        appender = queue.createAppender();
        // A floor behind a ring is opened by one thread and used by another, like the journal.
        appender.singleThreadedCheckDisabled(true);
    }

    /** Appends bytes of native memory. */
    public void append(final long address, final int lengthBytes) {
        source.set(address, lengthBytes);
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(source, 0L, lengthBytes);
        }
    }

    /** The queue's index of the last excerpt. */
    public long lastIndex() {
        return appender.lastIndexAppended();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
