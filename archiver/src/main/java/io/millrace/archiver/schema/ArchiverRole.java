package io.millrace.archiver.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The role that writes history, whoever has logged in: a session that has taken it can change no table's shape and no
 * operational row, also where the login is the owner or a superuser.
 *
 * <p>Any thread; keeps no state. What the role has no rights to, such as making partitions, it does through functions that work with
 * the owner's.
 */
public final class ArchiverRole {
    /** Why the role cannot be taken, with what helps; NULL where it can be. Roles belong to the server, rights to the database. */
    private static final String REFUSAL = """
            SELECT CASE
                WHEN r.oid IS NULL THEN
                    'the server has no such role; let an administrator run CREATE ROLE millrace_archiver NOLOGIN, and the owner'
                        ' of the tables SELECT grant_roles()'
                WHEN NOT pg_has_role(r.oid,
                        CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
                    format('%I may not take it; let an administrator run GRANT millrace_archiver TO %1$I', current_user)
                WHEN NOT has_table_privilege(r.oid, 'archive_position', 'UPDATE')
                        OR NOT has_function_privilege(r.oid, 'ensure_tick_partition(date)', 'EXECUTE') THEN
                    'it has no rights in this database; let the owner of the tables run SELECT grant_roles()'
                END
            FROM (VALUES (to_regrole('millrace_archiver')::oid)) AS r (oid)
            """;

    private static final String TAKE = "SET ROLE millrace_archiver";

    private ArchiverRole() {}

    /**
     * Takes the role for the rest of the session, where the login may; where not, the session goes on with the login's rights.
     *
     * @param connection in auto-commit mode, since a transaction that is undone would take the role back
     * @return why the role was not taken, in the words of a message; empty where it was
     */
    public static Optional<String> take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Optional<String> refusal;
            try (ResultSet row = statement.executeQuery(REFUSAL)) {
                row.next();
                refusal = Optional.ofNullable(row.getString(1));
            }
            if (refusal.isEmpty()) {
                statement.execute(TAKE);
            }
            return refusal.map(
                    why -> "writes with all rights of its login, not with those of millrace_archiver alone: " + why);
        }
    }
}
