package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.DatabaseStatus;
import io.millrace.tools.database.DatabaseHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace db status}: what the database holds. Main thread; changes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show schema version, sizes, partitions, archive positions, connections and roles of a database.",
        footer = {"", "Example:", "  millrace db status", "  millrace db status --json"})
final class DbStatusCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    DbStatusCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            return new Outcome(DatabaseStatus.of(handle.target()));
        }
    }

    private record Outcome(DatabaseStatus status) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("schemaVersion", status.schema().current());
            object.put("pending", status.schema().pending());
            object.put("server", RowTable.json(status.server()));
            object.put("tables", RowTable.json(status.tables()));
            object.put("partitions", RowTable.json(status.partitions()));
            object.put("positions", RowTable.json(status.positions()));
            object.put("connections", RowTable.json(status.connections()));
            object.put("roles", RowTable.json(status.roles()));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            Map<String, Object> server = status.server();
            List<String> pending = status.schema().pending();
            out.pair("database", server.get("database") + ", PostgreSQL " + server.get("server_version"));
            String version = status.schema().current();
            out.pair(
                    "schema",
                    (version.isEmpty() ? "none" : "version " + version)
                            + (pending.isEmpty()
                                    ? ""
                                    : ", " + pending.size() + " migrations pending: millrace db migrate"));
            out.pair("size", Format.bytes(((Number) server.get("size_bytes")).longValue()));
            out.pair("connections", server.get("connections") + " of " + server.get("max_connections"));
            RowTable.print(out, "tables", status.tables());
            RowTable.print(out, "partitions", status.partitions());
            RowTable.print(out, "archived up to", status.positions());
            RowTable.print(out, "connections", status.connections());
            RowTable.print(out, "roles", status.roles());
        }
    }
}
