package io.millrace.archiver.maintenance;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.SchemaVersion;
import java.util.List;
import java.util.Map;

/**
 * What a database holds, from its catalog and statistics: fast whatever its size. Immutable, any thread; rows are maps from column
 * to value.
 *
 * @param server database, version, size in bytes, connections used and allowed
 * @param tables size in bytes and estimated rows of each table, partitions added to their table, largest first
 * @param partitions number of partitions and the first and last one of each partitioned table
 * @param positions how far each engine's journal is archived; empty before the first archiver
 * @param connections by program, user and state
 * @param roles the product's roles, and who is a member of each
 */
public record DatabaseStatus(
        SchemaVersion schema,
        Map<String, Object> server,
        List<Map<String, Object>> tables,
        List<Map<String, Object>> partitions,
        List<Map<String, Object>> positions,
        List<Map<String, Object>> connections,
        List<Map<String, Object>> roles) {
    private static final String SERVER = """
            SELECT current_database() AS database, current_setting('server_version') AS server_version,
                   pg_database_size(current_database()) AS size_bytes,
                   (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
                   current_setting('max_connections')::int AS max_connections
            """;
    private static final String TABLES = """
            SELECT pg_partition_root(c.oid)::regclass::text AS "table", sum(pg_total_relation_size(c.oid))::bigint AS size_bytes,
                   sum(greatest(c.reltuples, s.n_live_tup, 0))::bigint AS estimated_rows
            FROM pg_class c
            LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            GROUP BY 1
            UNION ALL
            SELECT c.oid::regclass::text, pg_total_relation_size(c.oid), greatest(c.reltuples, s.n_live_tup, 0)::bigint
            FROM pg_class c
            LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE NOT c.relispartition AND c.relkind IN ('r', 'm') AND c.relnamespace = 'public'::regnamespace
            ORDER BY 2 DESC, 1
            """;
    private static final String PARTITIONS = """
            SELECT i.inhparent::regclass::text AS "table", count(*) AS partitions, min(c.relname) AS first, max(c.relname) AS last
            FROM pg_inherits i
            JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p')
            GROUP BY 1
            ORDER BY 1
            """;
    private static final String HAS_POSITIONS = "SELECT to_regclass('public.archive_position') IS NOT NULL AS present";
    private static final String POSITIONS =
            "SELECT engine_id, sequence, updated_at FROM archive_position ORDER BY engine_id";
    private static final String CONNECTIONS = """
            SELECT coalesce(nullif(application_name, ''), '-') AS program, coalesce(usename, '-') AS "user",
                   coalesce(state, '-') AS state, count(*) AS connections
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            GROUP BY 1, 2, 3
            ORDER BY 1, 2, 3
            """;
    private static final String ROLES = """
            SELECT r.rolname AS role, r.rolcanlogin AS login,
                   coalesce((SELECT string_agg(u.rolname, ', ' ORDER BY u.rolname)
                             FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member
                             WHERE m.roleid = r.oid), '-') AS members
            FROM pg_roles r
            WHERE r.rolname ~ '^millrace_'
            ORDER BY 1
            """;

    /** Reads it. */
    public static DatabaseStatus of(DatabaseTarget target) {
        SchemaVersion schema = Migrations.version(target);
        return RowQuery.on(target, connection -> {
            boolean archived =
                    (Boolean) RowQuery.rows(connection, HAS_POSITIONS).get(0).get("present");
            return new DatabaseStatus(
                    schema,
                    RowQuery.rows(connection, SERVER).get(0),
                    RowQuery.rows(connection, TABLES),
                    RowQuery.rows(connection, PARTITIONS),
                    archived ? RowQuery.rows(connection, POSITIONS) : List.of(),
                    RowQuery.rows(connection, CONNECTIONS),
                    RowQuery.rows(connection, ROLES));
        });
    }
}
