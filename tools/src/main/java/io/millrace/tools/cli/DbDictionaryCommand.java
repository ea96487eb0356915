package io.millrace.tools.cli;

import io.millrace.archiver.catalog.SchemaDocuments;
import io.millrace.tools.database.DatabaseHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db dictionary}: the live schema in words and as a picture. Main thread. */
@Command(
        name = "dictionary",
        mixinStandardHelpOptions = true,
        description = {
            "Write the data dictionary and the entity diagram of a database: DICTIONARY.md and DIAGRAM.svg.",
            "In the source directory of the archiver also the model that verify-schema compares with."
        },
        footer = {"", "Example:", "  millrace db dictionary --out archiver/"})
final class DbDictionaryCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Directory to write into; files there are replaced.")
    private Path out;

    DbDictionaryCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        if (!Files.isDirectory(out)) {
            throw UserError.usage("--out " + out + ": there is no such directory");
        }
        try (DatabaseHandle handle = database.existing(context)) {
            return new Outcome(SchemaDocuments.of(handle.target()).write(out));
        }
    }

    private record Outcome(List<Path> files) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("files", files.stream().map(Path::toString).toList());
            return object;
        }

        @Override
        public void print(TextPrinter printer) {
            files.forEach(file -> printer.line("Wrote " + file + "."));
        }
    }
}
