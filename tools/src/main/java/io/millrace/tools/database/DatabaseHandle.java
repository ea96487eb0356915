package io.millrace.tools.database;

import io.millrace.archiver.database.DatabaseTarget;
import java.nio.file.Path;

/**
 * A database that a command has opened: one that runs elsewhere, or the embedded one, which is left on close. Any thread.
 *
 * <p>Opening proves that the database answers; failure is {@link EmbeddedDatabaseException} or
 * {@link io.millrace.archiver.DatabaseUnavailableException}.
 */
public final class DatabaseHandle implements AutoCloseable {
    /** The value of {@code --database} that means the server under the data directory. */
    public static final String EMBEDDED = "embedded";

    private final DatabaseTarget target;
    private final EmbeddedDatabase embedded;

    private DatabaseHandle(DatabaseTarget target, EmbeddedDatabase embedded) {
        this.target = target;
        this.embedded = embedded;
    }

    /**
     * Opens what {@code --database} names.
     *
     * @param text {@value #EMBEDDED} or a PostgreSQL URL
     * @throws IllegalArgumentException when the text is neither
     */
    public static DatabaseHandle open(String text, Path dataDirectory) {
        if (EMBEDDED.equals(text)) {
            EmbeddedDatabase server = EmbeddedDatabase.open(dataDirectory);
            return new DatabaseHandle(server.target(), server);
        }
        DatabaseTarget target = DatabaseTarget.of(text);
        Reachability.require(target);
        return new DatabaseHandle(target, null);
    }

    /** Where it is; valid until {@link #close()}. */
    public DatabaseTarget target() {
        return target;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
