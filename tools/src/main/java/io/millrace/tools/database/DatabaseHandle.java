package io.millrace.tools.database;

import java.nio.file.Path;

/**
 * A database that a command has opened: one that runs elsewhere, or the embedded one, which is left on close. Any thread.
 *
 * <p>Opening proves that the database answers; failure is {@link DatabaseUnavailableException}.
 */
public final class DatabaseHandle implements AutoCloseable {
    /** The value of {@code --database} that means the server under the data directory. */
    public static final String EMBEDDED = "embedded";

    private final DatabaseAddress address;
    private final EmbeddedDatabase embedded;

    private DatabaseHandle(DatabaseAddress address, EmbeddedDatabase embedded) {
        this.address = address;
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
            return new DatabaseHandle(server.address(), server);
        }
        DatabaseAddress address = DatabaseAddress.parse(text);
        address.requireReachable();
        return new DatabaseHandle(address, null);
    }

    public DatabaseAddress address() {
        return address;
    }

    public boolean isEmbedded() {
        return embedded != null;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
