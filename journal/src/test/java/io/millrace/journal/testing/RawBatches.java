package io.millrace.journal.testing;

import io.millrace.journal.queue.QueueDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/** Writes batches byte by byte as they are given, such as those that an earlier version has sealed. */
public final class RawBatches {
    private static final String HOURLY = "FAST_HOURLY";

    private RawBatches() {}

    /** Appends them to a journal that nobody has open; makes it where there is none. */
    public static void append(final Path journal, final Iterable<byte[]> batches) {
        try {
            Files.createDirectories(journal);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        try (SingleChronicleQueue queue = new QueueDirectory(journal)
                        .openForAppend(QueueDirectory.rollCycle(HOURLY), System::currentTimeMillis);
                ExcerptAppender appender = queue.createAppender()) {
            for (final byte[] batch : batches) {
                try (DocumentContext document = appender.writingDocument()) {
                    document.wire().bytes().write(batch);
                }
            }
        }
    }
}
