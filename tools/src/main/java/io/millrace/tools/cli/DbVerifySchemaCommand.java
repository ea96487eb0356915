package io.millrace.tools.cli;

import io.millrace.archiver.catalog.Drift;
import io.millrace.archiver.catalog.SchemaCheck;
import io.millrace.archiver.catalog.SchemaCheck.Reference;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.SchemaVersion;
import io.millrace.tools.database.DatabaseHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db verify-schema}: names what somebody has changed by hand. Main thread; changes nothing. */
@Command(
        name = "verify-schema",
        mixinStandardHelpOptions = true,
        description = {
            "Compare a database, object by object, with the schema that the migrations make: tables, columns, types, defaults,",
            "constraints, indexes, views, functions, triggers, policies, grants, comments."
        },
        footer = {"", "Example:", "  millrace db verify-schema", "  millrace db verify-schema --scratch --json"})
final class DbVerifySchemaCommand extends ReportCommand {
    private static final int SHOWN = 100;

    @Mixin
    private DbOptions database;

    @Option(
            names = "--scratch",
            description =
                    "Compare with a scratch database that is migrated on the same server and dropped again; without it only"
                            + " where the server's major version is not the one that the program was built with.")
    private boolean scratch;

    DbVerifySchemaCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            SchemaVersion version = Migrations.version(handle.target());
            if (!version.pending().isEmpty()) {
                throw new UserError(
                        ExitCodes.FAILED,
                        handle.target().describe() + " lacks "
                                + version.pending().size()
                                + " migrations, so there is nothing to compare: run millrace db migrate first");
            }
            return new Outcome(version.current(), SchemaCheck.run(handle.target(), scratch));
        }
    }

    private record Outcome(String version, SchemaCheck check) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("schemaVersion", version);
            object.put("reference", reference());
            object.put("objects", check.objects());
            object.put("identical", check.drifts().isEmpty());
            object.put("drifts", check.drifts().stream().map(Outcome::drift).toList());
            return object;
        }

        private static Map<String, Object> drift(Drift drift) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("change", drift.change().name().toLowerCase(Locale.ROOT));
            object.put("object", drift.object());
            object.put("expected", drift.expected());
            object.put("found", drift.found());
            return object;
        }

        private String reference() {
            return check.reference() == Reference.SHIPPED_MODEL ? "model" : "scratch";
        }

        @Override
        public void print(TextPrinter out) {
            List<Drift> drifts = check.drifts();
            String compared = Format.count(check.objects()) + " objects of version " + version + " compared with the "
                    + (check.reference() == Reference.SHIPPED_MODEL
                            ? "model of this program"
                            : "migrations on this server");
            out.line(
                    drifts.isEmpty()
                            ? "The schema is as the migrations make it: " + compared + "."
                            : "The schema has DRIFTED: " + drifts.size() + " differences; " + compared + ".");
            drifts.stream().limit(SHOWN).forEach(drift -> out.line("  " + drift));
            if (drifts.size() > SHOWN) {
                out.line("  and " + (drifts.size() - SHOWN) + " more: see --json");
            }
        }

        @Override
        public int exitCode() {
            return check.drifts().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }
}
