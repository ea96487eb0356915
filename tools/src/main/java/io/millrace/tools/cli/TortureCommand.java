package io.millrace.tools.cli;

import io.millrace.journal.time.Clocks;
import io.millrace.tools.torture.Effort;
import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Leftovers;
import io.millrace.tools.torture.RoundFailure;
import io.millrace.tools.torture.TortureListener;
import io.millrace.tools.torture.TorturePlan;
import io.millrace.tools.torture.TortureReport;
import io.millrace.tools.torture.TortureRun;
import io.millrace.tools.torture.live.SoakRun;
import io.millrace.tools.torture.report.MarkdownReport;
import io.millrace.tools.torture.report.SoakPlot;
import io.millrace.tools.torture.report.SoakReport;
import io.millrace.tools.torture.suite.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace torture}: hurts real engines, archivers and databases, and checks what is promised. Main thread. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = {
            "Start real engines, archivers and databases, hurt them, recover them, and check that nothing is lost, doubled or",
            "silent. Prints figures, and the seed of each failure. What is promised: tools/RELIABILITY.md."
        },
        footer = {
            "",
            "Example:",
            "  millrace torture --quick",
            "  millrace torture --full --report torture.md",
            "  millrace torture --fault kill-random --round 3 --seed 42",
            "  millrace torture --soak 30 --report soak.md"
        })
final class TortureCommand extends ReportCommand {
    private static final long SEEDS = 1_000_000_000L;
    private static final long MOST_RATE = 10_000_000L;
    private static final int PERMILLE = 1_000;

    @Option(names = "--quick", description = "A few rounds of each fault, some minutes (the default).")
    private boolean quick;

    @Option(names = "--full", description = "The rounds that RELIABILITY.md reports: an hour or more.")
    private boolean full;

    @Option(names = "--fault", paramLabel = "NAME", split = ",", description = "Only these faults.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the run (default: a new one, which is printed).")
    private Long seed;

    @Option(
            names = "--round",
            paramLabel = "R",
            description = "Only this round, from 0, of one --fault; with --seed it does the same again.")
    private Integer round;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Begin no round after so many minutes; the faults then take turns.")
    private Integer minutes;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the table in Markdown, too.")
    private Path reportFile;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where the rounds work; failed ones stay there (default: a new one in the temporary directory).")
    private Path work;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description =
                    "No faults: an engine at a steady rate for so long, and whether its memory, threads and files stay flat.")
    private Integer soakMinutes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100000",
            description = "With --soak: events per second (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(
            names = "--keep-journal",
            description =
                    "With --soak: delete no old journal files while it runs; at the default rate 10 MB each second.")
    private boolean keepJournal;

    private final BiFunction<Path, Leftovers, List<Fault>> faults;

    TortureCommand(CliContext context) {
        this(context, Faults::all);
    }

    /** With other faults than those of the product, for tests of the command. */
    TortureCommand(CliContext context, BiFunction<Path, Leftovers, List<Fault>> faults) {
        super(context);
        this.faults = faults;
    }

    @Override
    Report execute() throws Exception {
        if (soakMinutes != null) {
            return soak();
        }
        if (quick && full) {
            throw UserError.usage("--quick and --full: give one of them");
        }
        if (minutes != null && minutes < 1) {
            throw UserError.usage("--minutes " + minutes + ": give 1 or more");
        }
        Path directory = workDirectory();
        Path shared = directory.resolve("shared");
        Leftovers leftovers = new Leftovers();
        try {
            List<Fault> chosen = chosen(faults.apply(shared, leftovers));
            TorturePlan plan = new TorturePlan(
                    full ? Effort.FULL : Effort.QUICK,
                    seed == null ? Math.floorMod(Clocks.epoch().nanoTime() / 1_000, SEEDS) : seed,
                    round == null ? OptionalInt.empty() : OptionalInt.of(round),
                    minutes == null ? null : Duration.ofMinutes(minutes));
            Files.createDirectories(shared);
            return new TortureReports(run(chosen, plan, directory, leftovers));
        } finally {
            leftovers.close();
            TortureRun.deleteTree(shared);
            deleteIfEmpty(directory);
        }
    }

    private Path workDirectory() throws IOException {
        Path given = work == null ? Files.createTempDirectory("millrace-torture-") : Files.createDirectories(work);
        return given.toAbsolutePath().normalize();
    }

    private Report soak() throws Exception {
        if (soakMinutes < 1 || rate < 1 || rate > MOST_RATE || full || quick || !names.isEmpty()) {
            throw UserError.usage("--soak " + soakMinutes + " --rate " + rate + ": give 1 minute or more, 1 to "
                    + MOST_RATE + " events per second, and no faults");
        }
        Path directory = workDirectory();
        SoakRun run = new SoakRun(directory.resolve("soak"), Duration.ofMinutes(soakMinutes), rate, !keepJournal);
        SoakReport report;
        try (Cleanup cleanup = new Cleanup();
                ProgressDisplay bar = ProgressDisplay.bounded(context, "soak", PERMILLE, "permille")) {
            cleanup.add(context.shutdown().onStop(run::requestStop));
            report = run.run(done -> bar.update(Math.round(done * PERMILLE)));
        }
        TortureRun.deleteTree(directory.resolve("soak"));
        String command = "millrace torture --soak " + soakMinutes + " --rate " + rate;
        Path plot = reportFile == null
                ? directory.resolve("soak.svg")
                : reportFile.toAbsolutePath().resolveSibling("soak.svg");
        deleteIfEmpty(directory);
        Files.writeString(
                Files.createDirectories(plot.getParent()).resolve(plot.getFileName()),
                SoakPlot.of(command, report.series()));
        if (reportFile != null) {
            Files.writeString(
                    reportFile, report.markdown(command, plot.getFileName().toString()));
        }
        return new SoakOutcome(report, plot);
    }

    private TortureReport run(List<Fault> chosen, TorturePlan plan, Path directory, Leftovers leftovers)
            throws IOException {
        TortureReport report;
        try (Cleanup cleanup = new Cleanup();
                Narrator narrator = new Narrator()) {
            TortureRun run = new TortureRun(chosen, plan, directory, narrator);
            cleanup.add(context.shutdown().onAbort(leftovers::close));
            cleanup.add(context.shutdown().onStop(run::requestStop));
            report = run.run();
        }
        if (reportFile != null) {
            Files.writeString(
                    reportFile,
                    MarkdownReport.of(
                            report,
                            command(plan),
                            Format.timeNs(Clocks.epoch().nanoTime()).substring(0, 10)));
        }
        return report;
    }

    private List<Fault> chosen(List<Fault> all) {
        List<Fault> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.stream()
                    .filter(each -> each.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> UserError.usage("--fault " + name + ": there is no such fault; known are "
                            + String.join(", ", all.stream().map(Fault::name).toList()))));
        }
        if (round != null && chosen.size() != 1) {
            throw UserError.usage("--round " + round + ": say of which fault, with one --fault");
        }
        if (round != null && (round < 0 || round >= chosen.get(0).rounds(Effort.FULL))) {
            throw UserError.usage("--round " + round + ": " + chosen.get(0).name() + " has the rounds 0 to "
                    + (chosen.get(0).rounds(Effort.FULL) - 1));
        }
        return chosen.isEmpty() ? all : chosen;
    }

    private String command(TorturePlan plan) {
        return "millrace torture " + (full ? "--full" : "--quick")
                + (names.isEmpty() ? "" : " --fault " + String.join(",", names))
                + (round == null ? "" : " --round " + round)
                + (minutes == null ? "" : " --minutes " + minutes)
                + " --seed " + plan.seed();
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try (var left = Files.list(directory)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(directory);
    }

    /** A bar over the rounds where there is a terminal, a line for each fault where there is none; failures as lines anywhere. */
    private final class Narrator implements TortureListener, AutoCloseable {
        private final Set<String> begun = new HashSet<>();
        private ProgressDisplay bar;

        @Override
        public void begins(Fault fault, int number, long done, long all) {
            if (bar == null) {
                bar = ProgressDisplay.bounded(context, "torture", all, "rounds");
            }
            bar.update(done);
            bar.note(fault.name() + " " + number);
            if (begun.add(fault.name()) && !context.terminal()) {
                tell(fault.name() + " begins, " + done + " of " + all + " rounds have ended");
            }
        }

        @Override
        public void failed(Fault fault, RoundFailure failure) {
            tell("FAILED " + fault.name() + " round " + failure.round() + ": " + failure.message());
        }

        @Override
        public void skipped(Fault fault, String obstacle) {
            tell("SKIPPED " + fault.name() + ": " + obstacle);
        }

        private void tell(String line) {
            context.err().println("torture: " + line);
            context.err().flush();
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
