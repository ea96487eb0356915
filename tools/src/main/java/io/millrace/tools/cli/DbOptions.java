package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.EmbeddedDatabase;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** Which database a {@code millrace db} command is about: shared by all of them. */
final class DbOptions {
    @Mixin
    private DataOptions data;

    @Mixin
    private DatabaseOptions database;

    /** Opens a database that has to be there: none is made under the data directory. */
    DatabaseHandle existing(CliContext context) {
        database.check();
        Path directory = data.directory();
        if (database.embedded() && !EmbeddedDatabase.existsIn(directory)) {
            throw UserError.usage("no database in " + directory
                    + ": name the data directory with --data or a server with --database URL, or make one with millrace db"
                    + " migrate");
        }
        return database.open(directory, context);
    }

    /** Opens the database; the embedded one is made where there is none. */
    DatabaseHandle made(CliContext context) {
        database.check();
        return database.open(data.directory(), context);
    }
}
