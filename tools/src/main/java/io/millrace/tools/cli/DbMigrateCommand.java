package io.millrace.tools.cli;

import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.SchemaVersion;
import io.millrace.tools.database.DatabaseHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db migrate}: brings the schema to this version. Main thread. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Bring the schema of a database to this version; an empty one gets all of it.",
            "Each migration is one transaction: one that fails leaves the version before it usable."
        },
        footer = {
            "",
            "Example:",
            "  millrace db migrate --dry-run",
            "  millrace db migrate --database postgresql://me@db/market"
        })
final class DbMigrateCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(names = "--dry-run", description = "Say what would be applied; change nothing.")
    private boolean dryRun;

    DbMigrateCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = dryRun ? database.existing(context) : database.made(context)) {
            SchemaVersion before = Migrations.version(handle.target());
            if (dryRun) {
                return new Outcome(before.current(), before.current(), before.pending(), true);
            }
            Migrations.migrate(handle.target());
            return new Outcome(
                    before.current(), Migrations.version(handle.target()).current(), before.pending(), false);
        }
    }

    private record Outcome(String from, String to, List<String> applied, boolean dryRun) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", dryRun);
            object.put("from", from);
            object.put("to", to);
            object.put(dryRun ? "pending" : "applied", applied);
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            if (applied.isEmpty()) {
                out.line("The schema is current: version " + to + ".");
                return;
            }
            out.line(
                    dryRun
                            ? "Would apply " + applied.size() + " migrations:"
                            : "Applied " + applied.size() + " migrations; the schema has version " + to + ".");
            applied.forEach(each -> out.line("  " + each));
        }
    }
}
