package io.millrace.archiver.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.journal.codec.BarSource;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalTailer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RecordSinkTest {
    private static final int ENGINE_ID = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldNotAllocatePerMarketRecord() {
        int ticks = 20_000;
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 1, 1)) {
            journal.start();
            for (int i = 0; i < ticks; i++) {
                journal.trade();
                journal.quote();
                journal.bar(BarSource.TRADES);
                journal.indicatorValues();
                if (i % 25 == 0) {
                    journal.commit();
                }
            }
            journal.commit();
        }
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            RecordSink sink = new RecordSink(ENGINE_ID, new Dictionaries(), 0);
            takeUpTo(tailer, sink, 4L * ticks / 2);
            assertThat(sink.sizeBytes()).isGreaterThan(1 << 20);

            // The second half goes into buffers that have grown; its names are known.
            sink.clear();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            takeUpTo(tailer, sink, 4L * ticks - 500);
            long allocatedBytes = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(sink.records()).isGreaterThan(4L * ticks / 2 - 1000);
            assertThat((double) allocatedBytes / sink.records()).isLessThan(1);
        }
    }

    @Test
    void shouldRefuseAGap() {
        RecordSink sink = new RecordSink(ENGINE_ID, new Dictionaries(), 10);
        assertThatThrownBy(() -> sink.onRecord(12, 1, new UnsafeBuffer(new byte[64]), 0, 64))
                .isInstanceOf(ArchiverException.class)
                .hasMessageContaining("from sequence 10 to 12");
        assertThat(sink.lastSequence()).isEqualTo(10);
    }

    private static void takeUpTo(JournalTailer tailer, RecordSink sink, long sequence) {
        BatchHandler handler = batch -> batch.forEach(sink);
        while (sink.lastSequence() < sequence) {
            tailer.poll(handler);
        }
    }
}
