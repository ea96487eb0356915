package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.journal.append.Durability;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.tail.RecordHandler;
import io.millrace.journal.testing.JournalFixture;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Append and poll allocate nothing once warm; counted per thread by the JVM.
 *
 * <p>The JVM itself books some bytes on the thread when it compiles or deoptimises a method, so the best of some rounds
 * counts. A round is long enough for the queue's own work of every 256th excerpt.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10;
    private static final int MEASURED = 2_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    private long recordsSeen;

    @Test
    void shouldAllocateNothingWhileAppendingAndPolling() {
        final RecordHandler records = (sequence, templateId, buffer, offset, length) -> recordsSeen++;
        final BatchHandler batches = batch -> batch.forEach(records);
        try (JournalFixture journal = new JournalFixture(directory);
                JournalTailer tailer = JournalTailer.open(directory)) {
            exercise(journal, tailer, batches, WARM_UP);
            assertThat(measure(() -> exercise(journal, tailer, batches, MEASURED)))
                    .as("bytes over %d appends and polls", MEASURED)
                    .isZero();
            assertThat(measure(() -> {
                        for (int i = 0; i < MEASURED; i++) {
                            tailer.poll(batches);
                        }
                    }))
                    .as("bytes over %d polls of nothing", MEASURED)
                    .isZero();
        }
        assertThat(recordsSeen).isEqualTo(2L * (WARM_UP + ROUNDS * MEASURED));
    }

    @Test
    void shouldAllocateNothingWhileForcing() {
        final DurabilityPolicy each = new DurabilityPolicy(Durability.EACH, 1, 1);
        try (JournalFixture journal =
                new JournalFixture(JournalAppender.open(directory, JournalFixture.ROLL_CYCLE, each, 0))) {
            append(journal, 300);
            assertThat(measure(() -> append(journal, 30)))
                    .as("bytes over 30 forced appends")
                    .isZero();
        }
    }

    private static void exercise(
            final JournalFixture journal, final JournalTailer tailer, final BatchHandler handler, final int batches) {
        for (int i = 0; i < batches; i++) {
            journal.trade().trade().commit();
            tailer.poll(handler);
        }
    }

    private static void append(final JournalFixture journal, final int batches) {
        for (int i = 0; i < batches; i++) {
            journal.trade().commit();
        }
    }

    /** Bytes allocated by this thread in the best of some rounds. */
    private long measure(final Runnable action) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            best = Math.min(best, bytesOf(action));
        }
        return best;
    }

    private long bytesOf(final Runnable action) {
        final long id = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(id);
        action.run();
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
