package io.millrace.benchmarks.engine;

import io.millrace.benchmarks.load.StandardLoad;
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
 * How many events does the whole engine take? From the door to the committed batch: ring, duplicate check, bars, indicators,
 * rules, counters, latency recording, journal; under the {@link StandardLoad}, as fast as it goes.
 *
 * <p>This is a closed loop and says nothing about latency.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(EngineThroughputBenchmark.EVENTS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(3)
public class EngineThroughputBenchmark {
    /** Trades and quotes in one invocation. */
    public static final int EVENTS = 1 << 20;

    @Benchmark
    public void engine(final EngineUnderLoad engine, final HotPathCounters counters) {
        final long before = engine.allocatedBytes();
        engine.run(EVENTS);
        counters.allocatedBytes += engine.allocatedBytes() - before;
        counters.operations += EVENTS;
    }
}
