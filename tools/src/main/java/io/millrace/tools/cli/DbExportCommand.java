package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.export.Export;
import io.millrace.tools.database.export.ExportFormat;
import io.millrace.tools.database.export.ExportSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db export}: rows of the archive for other programs. Main thread; one snapshot. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write a table, a view or the answer of a named query into a file: CSV, JSON or Parquet.",
            "Decimals keep all their digits, times are UTC. Tables with secrets are not exported."
        },
        footer = {
            "",
            "Example:",
            "  millrace db export --table trading_signals --format csv --out signals.csv",
            "  millrace db export --query-name trades --from 2026-11-01 --to 2026-11-02 --format parquet --out day.parquet"
        })
final class DbExportCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Table or view; a wrong name lists those that there are.")
    private String table;

    @Option(
            names = "--query-name",
            paramLabel = "NAME",
            description = "Named query; a wrong name lists those that there are.")
    private String queryName;

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}, in small letters too.")
    private ExportFormat format;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First time, such as 2026-11-01 or 2026-11-01T12:00:00Z.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End, exclusive.")
    private String to;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write; must not exist.")
    private Path out;

    DbExportCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        if ((table == null) == (queryName == null)) {
            throw UserError.usage("--table and --query-name: give one of them");
        }
        ExportSource source = source();
        Instant begin = time("--from", from);
        Instant end = time("--to", to);
        if (!source.hasTime() && (begin != null || end != null)) {
            throw UserError.usage("--from, --to: " + source.name() + " has no time to choose by; leave them out");
        }
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw UserError.usage("--from " + from + " --to " + to + ": nothing lies between them");
        }
        Path file = DbBackupCommand.newFile(out);
        try (DatabaseHandle handle = database.existing(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "export", "rows")) {
            return new Outcome(
                    source.name(),
                    file,
                    Export.run(handle.target(), source, begin, end, format, file, progress::update));
        }
    }

    private ExportSource source() {
        try {
            return table == null ? ExportSource.query(queryName) : ExportSource.table(table);
        } catch (IllegalArgumentException unknown) {
            throw UserError.usage(
                    (table == null ? "--query-name " + queryName : "--table " + table) + ": " + unknown.getMessage());
        }
    }

    private static Instant time(String option, String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException malformed) {
            throw UserError.usage(option + " " + text + ": write 2026-11-01 or 2026-11-01T12:00:00Z");
        }
    }

    private record Outcome(String source, Path file, Export.Result result) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("source", source);
            object.put("file", file.toString());
            object.put("rows", result.rows());
            object.put("bytes", result.sizeBytes());
            object.put("columns", result.columns());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line("Exported " + source + " to " + file + ".");
            out.pair("rows", Format.count(result.rows()));
            out.pair("size", Format.bytes(result.sizeBytes()));
            out.pair("columns", String.join(", ", result.columns()));
        }
    }
}
