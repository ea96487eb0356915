package io.millrace.benchmarks.handler;

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
 * What does the computation of an event cost on one thread, without ring and journal? What the whole engine takes beyond that
 * is the way from core to core and the journal. Making the load is in the figure.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class HandlersBenchmark {
    private static final int EVENTS = 4_096;

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long handle(final HandlersAlone handlers) {
        return handlers.take(EVENTS);
    }
}
