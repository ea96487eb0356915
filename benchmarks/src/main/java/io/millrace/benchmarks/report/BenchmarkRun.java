package io.millrace.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks that match and writes {@code jmh.json}, {@code README.md} and {@code machine.md} into a new result folder
 * named by date and processor.
 *
 * <p>Main thread. Forks take the JVM flags of this process. Exit codes: 0 done, 1 a benchmark or a file failed, 2 usage.
 */
public final class BenchmarkRun {
    private static final int NOISE_SECONDS = 5;
    private static final int QUICK_WARM_UPS = 2;
    private static final int QUICK_ITERATIONS = 4;
    private static final TimeValue QUICK_TIME = TimeValue.milliseconds(300);
    private static final TimeValue STUCK_AFTER = TimeValue.minutes(3);

    private final Arguments arguments;

    private BenchmarkRun(final Arguments arguments) {
        this.arguments = arguments;
    }

    /** The command line; {@code bin/bench-jmh} says what it takes. */
    public static void main(final String[] args) throws IOException {
        final Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (final IllegalArgumentException e) {
            System.err.println("bench-jmh: " + e.getMessage());
            System.exit(2);
            return;
        }
        try {
            new BenchmarkRun(arguments).run();
        } catch (final NoBenchmarksException e) {
            System.err.println("bench-jmh: no benchmark matches '" + arguments.include()
                    + "': the regular expression is searched in names such as"
                    + " io.millrace.benchmarks.journal.AppendBenchmark.millrace");
            System.exit(2);
        } catch (final RunnerException e) {
            System.err.println("bench-jmh: a benchmark failed, nothing was written: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws RunnerException, IOException {
        System.out.println("bench-jmh: measuring the machine's noise for " + 2 * NOISE_SECONDS + " s");
        final Machine machine = Machine.look(Noise.measure(Duration.ofSeconds(NOISE_SECONDS)));
        final Path json = Files.createTempFile("jmh-", ".json");
        try {
            final Collection<RunResult> results = new Runner(options(json).build()).run();
            final LocalDate today = LocalDate.now(ZoneOffset.UTC);
            final ResultFolder folder = ResultFolder.create(arguments.results(), today, machine);
            folder.write("jmh.json", Files.readString(json));
            folder.write(
                    "machine.md",
                    machine.describe(
                            arguments.mode() + ", benchmarks matching `" + arguments.include() + "`",
                            arguments.revision()));
            folder.write("README.md", ResultPage.of(today, arguments, results));
            System.out.println("bench-jmh: results in " + folder.path());
        } finally {
            Files.deleteIfExists(json);
        }
    }

    private ChainedOptionsBuilder options(final Path json) {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include(arguments.include())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .timeout(STUCK_AFTER)
                .resultFormat(ResultFormatType.JSON)
                .result(json.toString());
        if (arguments.quick()) {
            options.forks(1)
                    .warmupIterations(QUICK_WARM_UPS)
                    .warmupTime(QUICK_TIME)
                    .measurementIterations(QUICK_ITERATIONS)
                    .measurementTime(QUICK_TIME);
        }
        return options;
    }
}
