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
    private static final int IDLE_SECONDS = 5;
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
        System.out.println("bench-jmh: measuring the idle machine for " + IDLE_SECONDS + " s");
        final Machine machine = Machine.look(HiccupMeter.measure(Duration.ofSeconds(IDLE_SECONDS)));
        final LocalNames names = LocalNames.ofThisMachine();
        Files.createDirectories(arguments.results());
        final Path json = Files.createTempFile("jmh-", ".json");
        try {
            final Collection<RunResult> results = new Runner(options(json).build()).run();
            final LocalDate today = LocalDate.now(ZoneOffset.UTC);
            final Path folder = newFolder(today + "-" + machine.slug());
            write(names, folder.resolve("jmh.json"), Files.readString(json));
            write(names, folder.resolve("machine.md"), machine.describe(arguments));
            write(names, folder.resolve("README.md"), ResultPage.of(today, arguments, results));
            System.out.println("bench-jmh: results in " + folder);
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

    /** Results are never overwritten: a second run of the same day gets a number. */
    private Path newFolder(final String name) throws IOException {
        Path folder = arguments.results().resolve(name);
        for (int run = 2; Files.exists(folder); run++) {
            folder = arguments.results().resolve(name + "-" + run);
        }
        return Files.createDirectory(folder);
    }

    private static void write(final LocalNames names, final Path file, final String text) throws IOException {
        Files.writeString(file, names.redact(text));
    }
}
