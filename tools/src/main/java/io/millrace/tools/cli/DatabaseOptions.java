package io.millrace.tools.cli;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.tools.database.DatabaseHandle;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The database: shared by commands that write or compare the archive. */
final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "URL|embedded",
            description =
                    "PostgreSQL URL, such as postgresql://user:password@host:5432/db, or 'embedded' (the default): one kept under"
                            + " the data directory.")
    String database;

    boolean given() {
        return database != null;
    }

    /** Refuses a malformed value before any work is done. */
    void check() {
        if (database == null || database.equals(DatabaseHandle.EMBEDDED)) {
            return;
        }
        try {
            DatabaseTarget.of(database);
        } catch (IllegalArgumentException malformed) {
            throw UserError.usage("--database: " + malformed.getMessage());
        }
    }

    /** Whether {@link #open} means the database under the data directory. */
    boolean embedded() {
        return text().equals(DatabaseHandle.EMBEDDED);
    }

    /** What {@link #open} will open. */
    String text() {
        return database == null ? DatabaseHandle.EMBEDDED : database;
    }

    /** Opens the database and makes sure that it is left when the process is cut off. */
    DatabaseHandle open(Path dataDirectory, CliContext context) {
        check();
        return leftOnAbort(DatabaseHandle.open(text(), dataDirectory), context);
    }

    /** As {@link #open}, but a database elsewhere may be away for now. */
    DatabaseHandle openPatiently(Path dataDirectory, CliContext context) {
        check();
        return leftOnAbort(DatabaseHandle.openPatiently(text(), dataDirectory), context);
    }

    private static DatabaseHandle leftOnAbort(DatabaseHandle handle, CliContext context) {
        context.shutdown().onAbort(handle::close);
        return handle;
    }
}
