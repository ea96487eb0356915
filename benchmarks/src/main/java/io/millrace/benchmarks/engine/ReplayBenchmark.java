package io.millrace.benchmarks.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast is a replay, which is how fast a backtest, a verification and a recovery are? Records per second of reading a
 * journal, running its inputs through the handlers and comparing every output byte by byte; the floor reads and checks the
 * same batches and does nothing with them.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class ReplayBenchmark {
    @Benchmark
    public long replay(final PreparedJournal journal, final RecordRate rate) {
        final long records = journal.replay();
        rate.records += records;
        return records;
    }

    @Benchmark
    public long tail(final PreparedJournal journal, final RecordRate rate) {
        final long records = journal.tail();
        rate.records += records;
        return records;
    }
}
