package io.millrace.benchmarks.run;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.report.Machine;
import io.millrace.benchmarks.report.Noise;
import io.millrace.benchmarks.report.RunReport;
import io.millrace.benchmarks.report.SectionOutcome;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the machine, runs the sections that match one after the other, and writes the result folder.
 *
 * <p>Main thread. Exit codes: 0 done, 1 a section or a file failed (the others are written), 2 usage.
 */
public final class BenchCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final BenchArguments arguments;
    private final PrintStream out;
    private final PrintStream progress;

    private BenchCommand(final BenchArguments arguments, final PrintStream out, final PrintStream progress) {
        this.arguments = arguments;
        this.out = out;
        this.progress = progress;
    }

    /** The command line; {@code bin/bench} says what it takes. */
    public static void main(final String[] args) throws IOException {
        System.exit(run(System.out, System.err, args));
    }

    /** The same without the end of the process. */
    static int run(final PrintStream out, final PrintStream progress, final String... args) throws IOException {
        final BenchArguments arguments;
        try {
            arguments = BenchArguments.parse(args);
        } catch (final IllegalArgumentException e) {
            progress.println("bench: " + e.getMessage());
            return USAGE;
        }
        return new BenchCommand(arguments, out, progress).run();
    }

    private int run() throws IOException {
        final Duration look = Duration.ofMillis(arguments.effort().of(20, 2_500, 5_000));
        tell("looking at the machine's noise for " + 2 * look.toMillis() + " ms; let nothing else run");
        final Machine machine = Machine.look(Noise.measure(look));
        tell(machine.noise().summary());
        if (machine.noise().disturbing()) {
            tell("the machine is not quiet: absolute figures and tails will tell of what else runs");
        }
        final List<SectionOutcome> outcomes = new ArrayList<>();
        for (final Section section : Sections.matching(arguments.sections())) {
            final double before = Noise.lostShare(shortLook());
            final SectionOutcome outcome = run(section);
            outcomes.add(outcome.beside(Math.max(before, Noise.lostShare(shortLook()))));
        }
        final RunReport report = new RunReport(
                LocalDate.now(ZoneOffset.UTC),
                arguments.effort(),
                arguments.sections().pattern(),
                arguments.revision(),
                machine,
                outcomes);
        final Path folder = report.write(arguments.results());
        tell("results in " + folder);
        if (arguments.json()) {
            out.print(report.ratios());
        } else {
            out.print(report.goals());
        }
        return report.complete() ? DONE : FAILED;
    }

    private Duration shortLook() {
        return Duration.ofMillis(arguments.effort().of(10, 1_000, 2_000));
    }

    private SectionOutcome run(final Section section) {
        tell("section " + section.name());
        final long startNs = System.nanoTime();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            scratch.warmMemory((long) arguments.effort().of(16, 1_024, 1_024) << 20);
            final SectionResult result = section.run(new Bench(arguments.effort(), scratch, progress));
            return SectionOutcome.done(section.name(), since(startNs), result);
        } catch (final Exception | AssertionError | LinkageError e) {
            tell("section " + section.name() + " failed: " + e);
            e.printStackTrace(progress);
            return SectionOutcome.failed(section.name(), since(startNs), e);
        }
    }

    private static Duration since(final long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private void tell(final String line) {
        progress.println("bench: " + line);
        progress.flush();
    }
}
