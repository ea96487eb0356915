package io.millrace.archiver.checkpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One archiver per engine and database: an advisory lock that lives as long as the connection that writes.
 *
 * <p>The archiver's thread. Nothing needs cleaning up after a crash: the server drops the lock with the connection.
 */
public final class ArchiverLock {
    /** First half of the lock's key, "MLRC"; the engine id is the second. */
    private static final int LOCK_CLASS = 0x4D4C5243;

    private static final String HOLDER = " FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
            + " WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ? AND l.objid::bigint = ?"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private ArchiverLock() {}

    /**
     * The server's end of a connection, told from later ones with the same process id by its start.
     *
     * @param processId the server process
     * @param startedAt when it started, as the server writes it
     */
    public record Backend(int processId, String startedAt) {}

    /** Takes the lock if it is free. */
    public static boolean tryAcquire(Connection connection, int engineId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, engineId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Who holds the lock, as far as this user may see. */
    public static String describeHolder(Connection connection, int engineId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT l.pid, coalesce(nullif(a.application_name, ''), 'unknown'), "
                        + " coalesce(host(a.client_addr), 'local')" + HOLDER)) {
            statement.setLong(1, LOCK_CLASS);
            statement.setLong(2, Integer.toUnsignedLong(engineId));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? row.getString(2) + " from " + row.getString(3) + ", server process " + row.getInt(1)
                        : "gone by now";
            }
        }
    }

    /** The server's end of this connection. */
    public static Backend backend(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Backend(row.getInt(1), row.getString(2));
        }
    }

    /**
     * Ends the server's end of a connection that its client has given up, if that still holds the lock. Behind a broken
     * link the server may wait for it much longer than the client did.
     */
    public static void endLost(Connection connection, int engineId, Backend lost) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_terminate_backend(l.pid)" + HOLDER + " AND l.pid = ? AND a.backend_start::text = ?")) {
            statement.setLong(1, LOCK_CLASS);
            statement.setLong(2, Integer.toUnsignedLong(engineId));
            statement.setInt(3, lost.processId);
            statement.setString(4, lost.startedAt);
            statement.executeQuery().close();
        }
    }
}
