package io.millrace.tools.cli;

import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.ArchiveReport;
import io.millrace.archiver.run.ArchiveStatus;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.archiver.run.DeadLetterRetry;
import io.millrace.archiver.run.DeadLetterRetry.RetryReport;
import io.millrace.engine.config.Scheduling;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.tools.database.DatabaseHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace archive}: carries the journal into PostgreSQL, each record exactly once. Main thread. */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = {
            "Carry the journal into PostgreSQL, each record exactly once; follow it until SIGINT.",
            "A journal that is not there yet, and a database that is away, are waited for; with --once they are not."
        },
        footer = {
            "",
            "Example:",
            "  millrace archive --once",
            "  millrace archive --database postgresql://me:pw@db/market",
            "  millrace archive --retry-dead-letters"
        })
final class ArchiveCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private SchedulingOptions scheduling;

    @Option(names = "--once", description = "End when everything that the journal holds now is archived.")
    private boolean once;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for a journal to follow (default: without end).")
    private Integer timeoutSeconds;

    @Option(
            names = "--retry-dead-letters",
            description = "Try once more to store the records that the database refused, and end; an archiver may work"
                    + " meanwhile.")
    private boolean retry;

    ArchiveCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        database.check();
        if (timeoutSeconds != null && (timeoutSeconds < 0 || once || retry)) {
            throw UserError.usage("--timeout " + timeoutSeconds
                    + ": give seconds, and only when following; --once and --retry-dead-letters do not wait");
        }
        if (retry && once) {
            throw UserError.usage("--retry-dead-letters and --once: give one of them");
        }
        Scheduling configured = scheduling.chosen(config);
        if (!once && !retry) {
            return follow(data.directory(), configured);
        }
        Path directory = data.existing();
        requireJournal(directory);
        // Somebody waits for the end of these, and on a machine that is never idle it would hardly come.
        Scheduling awaited = scheduling.givenOr(Scheduling.NORMAL);
        try (DatabaseHandle handle = database.open(directory, context);
                GivingWay way = new GivingWay(directory, awaited, database.embedded())) {
            return retry
                    ? new RetryOutcome(DeadLetterRetry.run(directory.resolve("journal"), handle.target()))
                    : new ArchiveOutcome(archiveOnce(context, directory, handle, way));
        }
    }

    /** Fails before a database is made for a journal that is not there. */
    static void requireJournal(Path directory) {
        JournalTailer.open(directory.resolve("journal")).close();
    }

    /** Archives what is there now, with a progress bar and the usual share of the processors. */
    static ArchiveReport archiveOnce(CliContext context, Path directory, DatabaseHandle handle) {
        try (GivingWay way = new GivingWay(directory, Scheduling.NORMAL, false)) {
            return archiveOnce(context, directory, handle, way);
        }
    }

    private static ArchiveReport archiveOnce(CliContext context, Path directory, DatabaseHandle handle, GivingWay way) {
        try (ProgressDisplay progress = ProgressDisplay.unbounded(context, "archiving", "records");
                Archiver archiver =
                        Archiver.open(directory.resolve("journal"), handle.source(), ArchiverConfig.defaults())) {
            return archiver.runOnce(new Listener(progress, new ArchiverStatusFile(directory), way));
        }
    }

    /** Archives until a signal ends it in order. */
    private Report follow(Path directory, Scheduling chosen) {
        AtomicBoolean stop = new AtomicBoolean();
        try (Cleanup cleanup = new Cleanup()) {
            cleanup.add(context.shutdown().onStop(() -> stop.set(true)));
            Duration patience = timeoutSeconds == null ? null : Duration.ofSeconds(timeoutSeconds);
            if (!new JournalWait(directory, context.err()).await(patience, stop::get)) {
                return new ArchiveOutcome(ArchiveReport.nothing());
            }
            // The server is begun before this process gives way, or all that it ever does would be behind.
            try (DatabaseHandle handle = database.openPatiently(directory, context);
                    GivingWay way = new GivingWay(directory, chosen, database.embedded());
                    ProgressDisplay progress = ProgressDisplay.unbounded(context, "archiving", "records");
                    Archiver archiver =
                            Archiver.open(directory.resolve("journal"), handle.source(), ArchiverConfig.defaults())) {
                return new ArchiveOutcome(
                        archiver.runUntil(stop::get, new Listener(progress, new ArchiverStatusFile(directory), way)));
            }
        }
    }

    /** Shows how far the archiver is, here and to {@code millrace stat}. */
    private record Listener(ProgressDisplay progress, ArchiverStatusFile file, GivingWay way)
            implements ArchiveProgress {
        @Override
        public void committed(long records, long rows, JournalPosition position, long lagRecords) {
            way.archived(position.sequence());
            progress.update(records);
            progress.note("lag " + Format.count(lagRecords));
        }

        @Override
        public void waiting(String reason, long pauseMs, long lagRecords) {
            progress.note("waiting, lag " + Format.count(lagRecords));
        }

        @Override
        public void status(ArchiveStatus status) {
            way.archived(status.position());
            file.write(status, way.scheduling());
        }
    }

    /** What the archiver did. */
    record ArchiveOutcome(ArchiveReport report) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("records", report.records());
            object.put("rows", report.rows());
            object.put("position", report.position().sequence());
            object.put("rowsPerSecond", Format.rounded(report.rowsPerSecond()));
            object.put("lag", report.lagRecords());
            object.put("secondsBehind", Format.rounded(report.behindNs() / 1e9));
            object.put("deadLetters", report.deadLetters());
            object.put("transactions", report.transactions());
            object.put("reconnects", report.reconnects());
            object.put("elapsedMs", report.elapsedNs() / 1_000_000);
            object.put("rowsByTable", new TreeMap<>(report.rowsByTable()));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(headline());
            out.pair("records", Format.count(report.records()) + " in " + Format.durationNs(report.elapsedNs()));
            out.pair("rows", Format.count(report.rows()) + ", " + Format.rate(report.rowsPerSecond()));
            new TreeMap<>(report.rowsByTable()).forEach((table, rows) -> out.pair("  " + table, Format.count(rows)));
            out.pair("position", Format.count(report.position().sequence()));
            out.pair("lag", Format.count(report.lagRecords()) + " records");
            if (report.reconnects() > 0) {
                out.pair("reconnects", Format.count(report.reconnects()));
            }
            if (report.deadLetters() > 0) {
                out.pair("dead letters", Format.count(report.deadLetters()) + ": see the table dead_letters");
            }
        }

        private String headline() {
            if (report.deadLetters() > 0) {
                return "The archive LACKS records that the database refused; when the cause is gone:"
                        + " millrace archive --retry-dead-letters";
            }
            return report.lagRecords() == 0
                    ? "The archive holds the whole journal."
                    : "The archive is behind the journal.";
        }

        @Override
        public int exitCode() {
            return report.deadLetters() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

    /** What became of the dead letters. */
    private record RetryOutcome(RetryReport report) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("stored", report.stored());
            object.put("refused", report.refused());
            object.put("firstRefusal", report.firstRefusal().orElse(null));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(report.refused() == 0 ? "No dead letter is left." : "Some are refused still.");
            out.pair("stored", Format.count(report.stored()));
            out.pair("refused", Format.count(report.refused()));
            report.firstRefusal().ifPresent(each -> out.pair("", "first: " + each));
        }

        @Override
        public int exitCode() {
            return report.refused() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }
}
