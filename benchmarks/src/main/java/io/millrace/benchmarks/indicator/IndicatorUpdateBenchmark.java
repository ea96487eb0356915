package io.millrace.benchmarks.indicator;

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
 * What does a streaming update gain over the usual libraries? The time of one closed bar that is there already: taken in, the outputs
 * put where they are read from.
 *
 * <p>ta4j is used live, bar by bar. TA-Lib knows batches only: its time is that of a whole series divided by its bars, which
 * is a lower bound for anything that computes a batch at every new bar.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class IndicatorUpdateBenchmark {
    @Benchmark
    @OperationsPerInvocation(BarSequence.SIZE)
    public void millrace(final MillraceStream stream) {
        stream.pass();
    }

    @Benchmark
    public double ta4j(final Ta4jStream stream) {
        return stream.update();
    }

    @Benchmark
    @OperationsPerInvocation(BarSequence.SIZE)
    public void taLib(final TaLibBatch batch) {
        batch.compute();
    }
}
