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

    private ArchiverLock() {}

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
                        + " coalesce(host(a.client_addr), 'local')"
                        + " FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
                        + " WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ?"
                        + " AND l.objid::bigint = ?"
                        + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            statement.setLong(1, LOCK_CLASS);
            statement.setLong(2, Integer.toUnsignedLong(engineId));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? row.getString(2) + " from " + row.getString(3) + ", server process " + row.getInt(1)
                        : "gone by now";
            }
        }
    }
}
