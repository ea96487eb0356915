package io.millrace.tools.cli;

import io.millrace.archiver.audit.AuditEntry;
import io.millrace.archiver.audit.AuditReader;
import io.millrace.tools.database.DatabaseHandle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace audit list}: what happened to one thing, newest first. Main thread; changes nothing. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Show what happened to one thing, newest first.",
        footer = {"", "Example:", "  millrace audit list system_configurations api/timeout"})
final class AuditListCommand extends ReportCommand {
    private static final int MOST = 10_000;

    @Mixin
    private AuditDatabase database;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Kind of thing, such as background_jobs.")
    private String entityType;

    @Parameters(index = "1", paramLabel = "ID", description = "Which one.")
    private String entityId;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "Entries at most (default 50).")
    private int limit;

    AuditListCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (limit < 1 || limit > MOST) {
            throw UserError.usage("--limit: " + limit + " is not within 1 to " + MOST);
        }
        try (DatabaseHandle handle = database.open(context)) {
            return new Outcome(AuditReader.entity(handle.target(), entityType, entityId, limit));
        }
    }

    private record Outcome(List<AuditEntry> entries) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("entries", entries.stream().map(Outcome::entry).toList());
            return object;
        }

        private static Map<String, Object> entry(AuditEntry entry) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("time", time(entry));
            object.put("chain", entry.chain());
            object.put("number", entry.chainSequence());
            object.put("action", entry.action());
            object.put("actor", entry.actor());
            object.put("userId", entry.userId());
            object.put("oldValue", entry.oldValue());
            object.put("newValue", entry.newValue());
            object.put("context", entry.context());
            return object;
        }

        private static String time(AuditEntry entry) {
            return Instant.EPOCH
                    .plus(entry.timestampMicros(), ChronoUnit.MICROS)
                    .toString();
        }

        @Override
        public void print(TextPrinter out) {
            if (entries.isEmpty()) {
                out.line("Nothing is known of it.");
                return;
            }
            out.table(
                    List.of("time", "chain", ">number", "action", "actor", "user", "new value"),
                    entries.stream().map(Outcome::row).toList());
        }

        private static List<String> row(AuditEntry entry) {
            return List.of(
                    time(entry),
                    entry.chain(),
                    Long.toString(entry.chainSequence()),
                    entry.action(),
                    entry.actor(),
                    entry.userId() == null ? "" : entry.userId(),
                    entry.newValue() == null ? "" : entry.newValue());
        }
    }
}
