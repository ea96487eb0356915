package io.millrace.journal.testing;

import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/** Spreads the batches of a journal over cycles of the hours before this one, as if it had taken that long to write it. */
public final class Recut {
    private static final String HOURLY = "FAST_HOURLY";

    private Recut() {}

    /** Puts so many batches into each cycle; the last one may get less. Gives the number of cycles. */
    public static int hourly(final Path journal, final int batchesPerCycle) {
        final Path target = journal.resolveSibling(journal.getFileName() + ".recut");
        final int batches = count(journal);
        final int cycles = (batches + batchesPerCycle - 1) / batchesPerCycle;
        final RollCycle rollCycle = QueueDirectory.rollCycle(HOURLY);
        final long lastHour = System.currentTimeMillis() / rollCycle.lengthInMillis() - 1;
        final AtomicLong nowMs = new AtomicLong();
        try {
            Files.createDirectories(target);
            try (JournalTailer tailer = JournalTailer.open(journal);
                    SingleChronicleQueue queue = new QueueDirectory(target).openForAppend(rollCycle, nowMs::get);
                    ExcerptAppender appender = queue.createAppender()) {
                for (int batch = 0; batch < batches; batch++) {
                    nowMs.set((lastHour - cycles + 1 + batch / batchesPerCycle) * rollCycle.lengthInMillis());
                    tailer.poll(view -> append(appender, view));
                }
            }
            delete(journal);
            Files.move(target, journal);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return cycles;
    }

    /** Batches of a journal. */
    public static int count(final Path journal) {
        int batches = 0;
        try (JournalTailer tailer = JournalTailer.open(journal)) {
            while (tailer.poll(batch -> {})) {
                batches++;
            }
        }
        return batches;
    }

    private static void append(final ExcerptAppender appender, final BatchView batch) {
        final PointerBytesStore bytes = BytesStore.nativePointer();
        bytes.set(batch.buffer().addressOffset(), batch.sizeBytes());
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(bytes, 0L, batch.sizeBytes());
        }
    }

    private static void delete(final Path tree) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
