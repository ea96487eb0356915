package io.millrace.benchmarks.journal;

import io.millrace.benchmarks.support.HotPathCounters;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Does it pay to append a batch as one excerpt instead of each event as one? The time of one record of 80 bytes through the
 * production appender, and of the same bytes through the bare queue without frame, header and checksum.
 *
 * <p>One invocation writes a fixed number of records into an empty queue, so that the disk use of a run is known.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AppendBenchmark.RECORDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(3)
public class AppendBenchmark {
    /** Records in one invocation. */
    public static final int RECORDS = 1 << 19;

    @Benchmark
    public long millrace(final JournalUnderTest journal, final HotPathCounters counters) {
        final long before = journal.allocatedBytes();
        final long lastIndex = journal.append(RECORDS);
        counters.allocatedBytes += journal.allocatedBytes() - before;
        counters.operations += RECORDS;
        return lastIndex;
    }

    @Benchmark
    public long bareChronicle(final BareQueue queue, final HotPathCounters counters) {
        final long before = queue.allocatedBytes();
        final long lastIndex = queue.append(RECORDS);
        counters.allocatedBytes += queue.allocatedBytes() - before;
        counters.operations += RECORDS;
        return lastIndex;
    }
}
