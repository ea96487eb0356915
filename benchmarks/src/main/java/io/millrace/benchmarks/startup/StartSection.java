package io.millrace.benchmarks.startup;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LiveRun;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ChildJvm;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Start to first tick: a new process on the cleanly closed data directory of an engine with 64 instruments, from the moment before it is
 * started to the moment at which its first trade is in the journal. The median over several starts. Main thread.
 */
public final class StartSection implements Section {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** What {@code tools/bin/millrace} gives to its engine. */
    private static final List<String> PRODUCT_FLAGS = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=96m",
            "-Xlog:disable");

    @Override
    public String name() {
        return "start-up";
    }

    /** Seconds after the start. */
    private record Start(double main, double open, double committed, double processor) {}

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final int starts = bench.effort().of(2, 5, 11);
        final int events = bench.effort().of(1 << 10, 1 << 16, 1 << 16);
        final Path directory = bench.scratch().fresh();
        bench.progress("an engine with " + LoadShape.STANDARD.instruments() + " instruments that has ended in order");
        LiveRun.on(
                directory,
                LoadConfig.standard(Waiting.YIELDING.overrides()),
                new StandardLoad(LoadShape.STANDARD),
                0,
                events);
        bench.progress(starts + " starts");
        final List<Start> measured = new ArrayList<>();
        start(bench, directory);
        for (int i = 0; i < starts; i++) {
            measured.add(start(bench, directory));
        }
        final String notes = "median of " + starts + " starts, flags of the product, journal of " + events
                + " events, files in the page cache";
        return SectionResult.builder()
                .row(Row.absolute(Goal.START, Unit.SECONDS, median(measured, Start::committed), notes))
                .row(Row.absolute(
                        Goal.START.key() + ".processor-time",
                        "processor time that the process had used by then, over all its threads",
                        Unit.SECONDS,
                        median(measured, Start::processor),
                        "what a machine with other work on it needs at least"))
                .table(new Table(
                        "Start",
                        "Seconds after the process was started, medians.",
                        List.of("moment", "s"),
                        List.of(
                                List.of("the JVM calls main", cell(median(measured, Start::main))),
                                List.of(
                                        "the engine is open: lock, journal checked, state found, warm, ring open",
                                        cell(median(measured, Start::open))),
                                List.of("the first trade is committed", cell(median(measured, Start::committed))))))
                .build();
    }

    private static String cell(final double seconds) {
        return Unit.SECONDS.format(seconds);
    }

    private static double median(final List<Start> starts, final ToDoubleFunction<Start> value) {
        return Pairs.median(starts.stream().mapToDouble(value).toArray());
    }

    private static Start start(final Bench bench, final Path directory) throws Exception {
        final List<String> command = new ArrayList<>(ChildJvm.command(StartProcess.class, directory.toString()));
        command.removeIf(flag -> flag.startsWith("-Xm") || flag.startsWith("-XX:"));
        command.addAll(1, PRODUCT_FLAGS);
        final EpochNanoClock clock = Clocks.epoch();
        final long startedNs = clock.nanoTime();
        final List<String> lines = ChildJvm.run(bench.scratch().root(), LIMIT, command);
        if (lines.size() != 1) {
            throw new IllegalStateException("the started process printed " + lines);
        }
        final long[] moments = Pattern.compile(" ")
                .splitAsStream(lines.get(0))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Start(
                (moments[0] - startedNs) / 1e9,
                (moments[1] - startedNs) / 1e9,
                (moments[2] - startedNs) / 1e9,
                moments[3] / 1e9);
    }
}
