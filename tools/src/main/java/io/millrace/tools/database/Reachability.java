package io.millrace.tools.database;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import java.sql.Connection;
import java.sql.SQLException;

/** Asks a database whether it is there. Any thread. */
public final class Reachability {
    private Reachability() {}

    /**
     * Connects once and returns the server's version.
     *
     * @throws DatabaseUnavailableException with a one-line message when that does not succeed
     */
    public static String require(DatabaseTarget target) {
        try (Connection connection = Database.connect(target, "millrace", Database.CONNECT_TIMEOUT)) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException(
                    "cannot use the database " + target.describe() + ": " + firstLine(failure)
                            + "; start it, correct --database, or use --database embedded",
                    failure);
        }
    }

    private static String firstLine(SQLException failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String line = message.strip().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
