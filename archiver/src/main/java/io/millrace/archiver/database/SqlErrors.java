package io.millrace.archiver.database;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an SQL error means for the archiver. Any thread. */
public final class SqlErrors {
    /**
     * States after which the same work may succeed: no connection, shutdown and restart, lack of resources (a full disk
     * among them), lost races, cancelled statements, failures of the server's I/O, failures within the server.
     */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58", "XX");

    /** States that are about what a row holds: data exceptions and violated constraints. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23");

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String READ_ONLY_SERVER = "25006";

    private SqlErrors() {}

    /** True where trying again later makes sense. */
    public static boolean isTransient(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() != 5) {
            return true;
        }
        return TRANSIENT_CLASSES.contains(state.substring(0, 2))
                || state.equals(LOCK_NOT_AVAILABLE)
                || state.equals(READ_ONLY_SERVER);
    }

    /** True where the database is well and does not take a row for what it holds: the other rows may go on. */
    public static boolean isRowRefused(SQLException error) {
        String state = error.getSQLState();
        return state != null && state.length() == 5 && ROW_CLASSES.contains(state.substring(0, 2));
    }

    /** True where the server is there and does not let this user in, or does not know the database. */
    public static boolean isRefused(SQLException error) {
        String state = error.getSQLState();
        return state != null && (state.startsWith("28") || state.startsWith("3D"));
    }

    /** The server's words in one line, with the detail and the context that name the row. */
    public static String describe(SQLException error) {
        StringBuilder text = new StringBuilder();
        ServerErrorMessage server = error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
        if (server == null) {
            text.append(error.getMessage());
        } else {
            text.append(server.getMessage());
            append(text, server.getDetail());
            append(text, server.getWhere());
        }
        if (error.getSQLState() != null) {
            text.append(" [").append(error.getSQLState()).append(']');
        }
        return text.toString().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The first SQL error among the causes; null when there is none. */
    public static SQLException find(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static void append(StringBuilder text, String part) {
        if (part != null && !part.isBlank()) {
            text.append("; ").append(part);
        }
    }
}
