package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.EmbeddedDatabase;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The database whose audit trail a command is about: one that has to be there. */
final class AuditDatabase {
    @Mixin
    private DataOptions data;

    @Mixin
    private DatabaseOptions database;

    DatabaseHandle open(CliContext context) {
        database.check();
        Path directory = data.directory();
        if (database.embedded() && !EmbeddedDatabase.existsIn(directory)) {
            throw UserError.usage("no database in " + directory
                    + ": name the data directory with --data or a server with --database URL");
        }
        return database.open(directory, context);
    }
}
