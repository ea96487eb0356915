package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The JMH benchmarks in forks of their own, shorter than {@code bin/bench-jmh} runs them. Main thread.
 *
 * <p>Not in turns with their peers: JMH runs one after the other. What is judged by a goal is measured by another section.
 */
public final class JmhSection implements Section {
    private static final List<String> CLASSES = List.of(
            "RingLatencyBenchmark",
            "RingThroughputBenchmark",
            "AppendBenchmark",
            "IndicatorUpdateBenchmark",
            "TradeCodecBenchmark",
            "StateAccessBenchmark",
            "ReplayBenchmark",
            "EngineThroughputBenchmark");

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public SectionResult run(final Bench bench) throws RunnerException {
        final List<Figure> figures = new ArrayList<>();
        for (final String name : CLASSES) {
            bench.progress("JMH, " + name);
            new Runner(options(bench.effort(), name).build())
                    .run().stream().map(Figure::of).forEach(figures::add);
        }
        final JmhTables tables = new JmhTables(figures);
        return SectionResult.builder()
                .table(tables.questions())
                .table(tables.all())
                .build();
    }

    private static ChainedOptionsBuilder options(final Effort effort, final String name) {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + name + "\\.")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .timeout(TimeValue.minutes(3));
        return switch (effort) {
            case SMOKE ->
                options.forks(0)
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .param("batchRecords", "64")
                        .param("wait", "YIELDING");
            case QUICK ->
                options.forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(200))
                        .param("batchRecords", "1", "512")
                        .param("wait", "YIELDING");
            case FULL ->
                options.forks(2)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(300))
                        .measurementIterations(4)
                        .measurementTime(TimeValue.milliseconds(300));
        };
    }
}
