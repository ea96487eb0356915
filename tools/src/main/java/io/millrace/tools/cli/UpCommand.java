package io.millrace.tools.cli;

import io.millrace.archiver.run.ArchiveReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.JournalException;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.supervise.JavaCommand;
import io.millrace.tools.supervise.SupervisedChild;
import io.millrace.tools.supervise.Supervisor;
import io.millrace.tools.wiring.RetentionRun;
import io.millrace.tools.wiring.RetentionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code millrace up}: database, engine and archiver on one machine, supervised until SIGINT. Main thread.
 *
 * <p>Order of the end: engine, archiver, a last look that everything is archived, database.
 */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Run database, engine and archiver together, restart what dies, stop them in order at SIGINT.",
            "Without --feed the engine gets the demo's synthetic market, a minute of it each second."
        },
        footer = {
            "",
            "Example:",
            "  millrace up",
            "  millrace up --feed binance-trades:trades.csv.gz --symbol BTCUSDT --pace recorded"
        })
final class UpCommand extends ReportCommand {
    private static final String SYNTHETIC_PACE = "60x";
    private static final String MAIN_CLASS = Millrace.class.getName();

    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private PresetOptions preset;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private SchedulingOptions scheduling;

    @Mixin
    private FeedSelection feeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the synthetic market (default: 42).")
    private long seed;

    @Option(names = "--until-end", description = "End when the feeds have ended and everything is archived.")
    private boolean untilEnd;

    UpCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        // Everything that the children would refuse is refused here first, before anything is started or made.
        database.check();
        preset.applyTo(config);
        config.load();
        scheduling.chosen(config);
        feeds.pace(null);
        if (feeds.given() && feeds.live()) {
            feeds.addresses();
        } else if (feeds.given()) {
            feeds.arguments().lanes();
        }
        Path directory = data.directory();
        try (DatabaseHandle handle = database.open(directory, context)) {
            Files.createDirectories(directory);
            return supervise(directory, handle);
        }
    }

    private Report supervise(Path directory, DatabaseHandle handle) {
        DataDirectory paths = new DataDirectory(directory);
        Path logs = directory.resolve("logs");
        SupervisedChild engine =
                new SupervisedChild("engine", engineCommand(directory), logs.resolve("engine.log"), true);
        SupervisedChild archiver =
                new SupervisedChild("archiver", archiverCommand(directory), logs.resolve("archiver.log"), false);
        Supervisor supervisor = new Supervisor(Clocks.monotonic(), this::tell);
        supervisor.add(engine, () -> true);
        supervisor.add(archiver, () -> hasJournal(directory));
        Optional<SupervisedChild> failed;
        try (Cleanup cleanup = new Cleanup()) {
            cleanup.add(context.shutdown().onStop(supervisor::requestStop));
            retention(directory, handle).ifPresent(task -> cleanup.add(task::close));
            cleanup.add(ProgressDisplay.polled(context, "up", 0, () -> state(paths)));
            tell("up; data in " + directory + ", logs in " + logs + ", stop with Ctrl-C");
            failed = supervisor.run(() -> untilEnd && engine.state() == SupervisedChild.State.DONE);
        }
        ArchiveReport last = hasJournal(directory) ? ArchiveCommand.archiveOnce(context, directory, handle) : null;
        return new UpReport(engine, archiver, failed, last);
    }

    /** Retention beside engine and archiver, where the configuration wants it. */
    private Optional<RetentionTask> retention(Path directory, DatabaseHandle handle) {
        EngineConfig engine = config.load();
        if (!engine.retention().enabled()) {
            return Optional.empty();
        }
        RetentionRun run = new RetentionRun(directory, engine, engine.retention());
        RetentionTask.Turn turn = () -> hasJournal(directory)
                ? RetainCommand.line(run.run(run.archivedIn(handle.source().current())))
                : "";
        return Optional.of(new RetentionTask(engine.retention().intervalMs(), turn, this::tell));
    }

    private void tell(String event) {
        context.err().println("millrace: " + event);
        context.err().flush();
    }

    private static boolean hasJournal(Path directory) {
        try {
            ArchiveCommand.requireJournal(directory);
            return true;
        } catch (JournalException notYet) {
            return false;
        }
    }

    private static ProgressDisplay.State state(DataDirectory paths) {
        if (!Files.isRegularFile(paths.counters())) {
            return new ProgressDisplay.State(0, "starting");
        }
        try (CountersFile counters = CountersFile.read(paths.counters())) {
            return new ProgressDisplay.State(
                    counters.value(EngineCounter.LAST_SEQUENCE),
                    "sequence " + Format.count(counters.value(EngineCounter.LAST_SEQUENCE)) + ", "
                            + Format.count(counters.value(EngineCounter.SIGNALS)) + " signals");
        } catch (RuntimeException beingMade) {
            return new ProgressDisplay.State(0, "starting");
        }
    }

    private List<String> engineCommand(Path directory) {
        List<String> words = new ArrayList<>(JavaCommand.likeThisOne(MAIN_CLASS));
        words.addAll(List.of("run", "--json", Shutdown.STOP_AT_EOF, "--data", directory.toString()));
        config.appendTo(words);
        if (feeds.given()) {
            feeds.appendTo(words);
        } else {
            words.addAll(List.of("--synthetic", Long.toString(seed)));
            words.addAll(List.of("--pace", feeds.pace == null ? SYNTHETIC_PACE : feeds.pace));
        }
        return words;
    }

    private List<String> archiverCommand(Path directory) {
        List<String> words = new ArrayList<>(JavaCommand.likeThisOne(MAIN_CLASS));
        words.addAll(List.of("archive", "--json", Shutdown.STOP_AT_EOF, "--data", directory.toString()));
        words.addAll(List.of("--database", database.text()));
        config.appendTo(words);
        scheduling.appendTo(words);
        return words;
    }

    private record UpReport(
            SupervisedChild engine, SupervisedChild archiver, Optional<SupervisedChild> failed, ArchiveReport last)
            implements Report {
        private long position() {
            return last == null ? 0 : last.position().sequence();
        }

        private long deadLetters() {
            return last == null ? 0 : last.deadLetters();
        }

        private long lag() {
            return last == null ? 0 : last.lagRecords();
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("failed", failed.map(SupervisedChild::name).orElse(null));
            object.put("engineStarts", engine.starts());
            object.put("archiverStarts", archiver.starts());
            object.put("position", position());
            object.put("lag", lag());
            object.put("deadLetters", deadLetters());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(failed.map(each -> "The " + each.name() + " could not be kept alive; all stopped.")
                    .orElse("All stopped in order."));
            out.pair("engine", Format.count(engine.starts()) + (engine.starts() == 1 ? " start" : " starts"));
            out.pair("archiver", Format.count(archiver.starts()) + (archiver.starts() == 1 ? " start" : " starts"));
            out.pair("archive", "up to sequence " + Format.count(position()) + ", " + Format.count(lag()) + " behind");
            if (deadLetters() > 0) {
                out.pair("dead letters", Format.count(deadLetters()) + ": millrace archive --retry-dead-letters");
            }
        }

        @Override
        public int exitCode() {
            return failed.map(SupervisedChild::exitCode)
                    .map(code ->
                            code >= ExitCodes.FAILED && code <= ExitCodes.SERVICE_MISSING ? code : ExitCodes.FAILED)
                    .orElse(deadLetters() == 0 ? ExitCodes.DONE : ExitCodes.FAILED);
        }
    }
}
