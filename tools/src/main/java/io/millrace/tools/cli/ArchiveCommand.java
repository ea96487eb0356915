package io.millrace.tools.cli;

import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.ArchiveReport;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.tools.database.DatabaseHandle;
import java.nio.file.Path;
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
            "A database that goes away is waited for."
        },
        footer = {
            "",
            "Example:",
            "  millrace archive --once",
            "  millrace archive --database postgresql://me:pw@db/market"
        })
final class ArchiveCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private DatabaseOptions database;

    @Option(names = "--once", description = "End when everything that the journal holds now is archived.")
    private boolean once;

    ArchiveCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        database.check();
        Path directory = data.existing();
        requireJournal(directory);
        try (DatabaseHandle handle = database.open(directory, context)) {
            return new ArchiveOutcome(archive(context, directory, handle, once));
        }
    }

    /** Fails before a database is made for a journal that is not there. */
    static void requireJournal(Path directory) {
        JournalTailer.open(directory.resolve("journal")).close();
    }

    /** Archives with a progress bar; when following, so that a signal ends it in order. */
    static ArchiveReport archive(CliContext context, Path directory, DatabaseHandle handle, boolean once) {
        try (ProgressDisplay progress = ProgressDisplay.unbounded(context, "archiving", "records");
                Archiver archiver =
                        Archiver.open(directory.resolve("journal"), handle.target(), ArchiverConfig.defaults())) {
            Listener listener = new Listener(progress);
            if (once) {
                return archiver.runOnce(listener);
            }
            AtomicBoolean stop = new AtomicBoolean();
            try (Cleanup cleanup = new Cleanup()) {
                cleanup.add(context.shutdown().onStop(() -> stop.set(true)));
                return archiver.runUntil(stop::get, listener);
            }
        }
    }

    /** Shows how far the archiver is. */
    private record Listener(ProgressDisplay progress) implements ArchiveProgress {
        @Override
        public void committed(long records, long rows, JournalPosition position, long lagRecords) {
            progress.update(records);
            progress.note("lag " + Format.count(lagRecords));
        }

        @Override
        public void waiting(String reason, long pauseMs, long lagRecords) {
            progress.note("waiting, lag " + Format.count(lagRecords));
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
            object.put("transactions", report.transactions());
            object.put("reconnects", report.reconnects());
            object.put("elapsedMs", report.elapsedNs() / 1_000_000);
            object.put("rowsByTable", new TreeMap<>(report.rowsByTable()));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(
                    report.lagRecords() == 0
                            ? "The archive holds the whole journal."
                            : "The archive is behind the journal.");
            out.pair("records", Format.count(report.records()) + " in " + Format.durationNs(report.elapsedNs()));
            out.pair("rows", Format.count(report.rows()) + ", " + Format.rate(report.rowsPerSecond()));
            new TreeMap<>(report.rowsByTable()).forEach((table, rows) -> out.pair("  " + table, Format.count(rows)));
            out.pair("position", Format.count(report.position().sequence()));
            out.pair("lag", Format.count(report.lagRecords()) + " records");
            if (report.reconnects() > 0) {
                out.pair("reconnects", Format.count(report.reconnects()));
            }
        }
    }
}
