package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.backup.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db backup}: all rows of one snapshot in one file. Main thread; the archiver may work meanwhile. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Write all rows of a database, as they stand at one moment, into one file with checksums.",
            "The archiver and the services go on meanwhile. The file holds secrets: only its owner may read it."
        },
        footer = {"", "Example:", "  millrace db backup --out market.backup"})
final class DbBackupCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write; must not exist.")
    private Path out;

    DbBackupCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        Path file = newFile(out);
        try (DatabaseHandle handle = database.existing(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "backup", "bytes")) {
            return new Outcome(
                    Backup.take(handle.target(), file, listener(progress)), file, Files.size(file), "Backed up to ");
        }
    }

    /** A file that a command is going to make. */
    static Path newFile(Path given) {
        Path file = given.toAbsolutePath().normalize();
        if (Files.exists(file)) {
            throw UserError.usage("--out " + given + ": is there already; remove it or give another name");
        }
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw UserError.usage("--out " + given + ": there is no directory " + file.getParent());
        }
        return file;
    }

    static Backup.Progress listener(ProgressDisplay progress) {
        return (table, bytes) -> {
            progress.update(bytes);
            progress.note(table);
        };
    }

    /** What a backup holds, or a restore has brought back. */
    record Outcome(Backup.Summary summary, Path file, long fileBytes, String headline) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("fileBytes", fileBytes);
            object.put("schemaVersion", summary.schemaVersion());
            object.put("takenAt", summary.takenAt());
            object.put("tables", summary.tables());
            object.put("rows", summary.rows());
            object.put("leftOut", summary.leftOut());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(headline + file + ".");
            out.pair("rows", Format.count(summary.rows()) + " in " + Format.count(summary.tables()) + " tables");
            out.pair("size", Format.bytes(fileBytes) + " of " + Format.bytes(summary.sizeBytes()));
            out.pair("snapshot", summary.takenAt());
            out.pair("schema", "version " + summary.schemaVersion());
            summary.leftOut().forEach(table -> out.pair("left out", table + ": no table of this product"));
        }
    }
}
