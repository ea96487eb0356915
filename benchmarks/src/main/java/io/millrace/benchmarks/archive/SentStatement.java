package io.millrace.benchmarks.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement as a reader has sent it, and how the server answers it. The text comes from the server's list of activities, so that
 * what is explained is what was measured. Immutable; main thread.
 *
 * @param text with {@code $1} and so on for its values
 */
record SentStatement(String text) {
    private static final String NEWEST = "SELECT query FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = ? AND state = 'idle in transaction'";

    /** By then the server has decided whether it plans anew for each execution, as for the driver's own statement. */
    private static final int EXECUTIONS = 10;

    /** What the connection of an application has sent last, in a transaction that is still open. */
    static SentStatement newest(final ArchiveServer server, final String database, final String application) {
        try (Connection connection = server.connect(database);
                PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, application);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("nobody called " + application + " is in a transaction");
                }
                return new SentStatement(row.getString(1));
            }
        } catch (final SQLException e) {
            throw new IllegalStateException("the activities of the server cannot be read", e);
        }
    }

    /** Executes it with values, null among them, and tells how. */
    String explain(final ArchiveServer server, final String database, final String... values) throws SQLException {
        final String execute = Stream.of(values)
                .map(value -> value == null ? "NULL" : "'" + value + "'")
                .collect(Collectors.joining(", ", "EXECUTE sent(", ")"));
        final List<String> lines = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PREPARE sent AS " + text);
            for (int i = 0; i < EXECUTIONS; i++) {
                statement.execute(execute);
            }
            try (ResultSet row = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + execute)) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
        }
        return String.join("\n", lines);
    }
}
