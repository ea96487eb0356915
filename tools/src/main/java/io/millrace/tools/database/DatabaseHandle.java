package io.millrace.tools.database;

import io.millrace.archiver.database.DatabaseSource;
import io.millrace.archiver.database.DatabaseTarget;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A database that a command has opened: one that runs elsewhere, or the embedded one, which is left on close. Any thread.
 *
 * <p>Opening proves that the database answers; failure is {@link EmbeddedDatabaseException} or
 * {@link io.millrace.archiver.DatabaseUnavailableException}.
 */
public final class DatabaseHandle implements AutoCloseable {
    /** The value of {@code --database} that means the server under the data directory. */
    public static final String EMBEDDED = "embedded";

    /** SQLSTATE of a client that could not connect. */
    private static final String NO_CONNECTION = "08001";

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

    /**
     * As {@link #open}, for a command that waits: a database elsewhere may be away. The embedded one is started.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static DatabaseHandle openPatiently(String text, Path dataDirectory) {
        return EMBEDDED.equals(text) ? open(text, dataDirectory) : new DatabaseHandle(DatabaseTarget.of(text), null);
    }

    /** Where it is now; an embedded server that has died is started again. */
    public DatabaseSource source() {
        if (embedded == null) {
            return () -> target;
        }
        return () -> {
            try {
                return embedded.revived();
            } catch (EmbeddedDatabaseException failure) {
                throw new SQLException(failure.getMessage(), NO_CONNECTION, failure);
            }
        };
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
