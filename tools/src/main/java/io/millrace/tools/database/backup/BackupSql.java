package io.millrace.tools.database.backup;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.SqlErrors;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements that backup and restore share; names are put into statements by the server. Stateless. */
final class BackupSql {
    /** Settings that the text of a value depends on. */
    private static final String SETTINGS = """
            SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';
            SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL search_path = pg_catalog;
            SET LOCAL row_security = off; SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = 0
            """;

    /** Tables of the product with rows of their own: leaf partitions and plain tables. */
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name,
                   CASE WHEN p.oid IS NULL THEN '' ELSE format('%I.%I', pn.nspname, p.relname) END AS partition_of,
                   coalesce(pg_get_expr(c.relpartbound, c.oid), '') AS bounds,
                   (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
                   (SELECT array_agg(pg_get_indexdef(x.indexrelid) ORDER BY x.indexrelid) FROM pg_index x
                    WHERE x.indrelid = c.oid AND c.relispartition
                      AND NOT EXISTS (SELECT FROM pg_inherits xi WHERE xi.inhrelid = x.indexrelid)) AS indexes
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
            LEFT JOIN pg_class p ON p.oid = i.inhparent
            LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND c.relname <> 'flyway_schema_history' AND c.relpersistence <> 't'
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 2
            """;

    private static final String FOREIGN_KEYS = """
            SELECT DISTINCT format('%I.%I', fn.nspname, f.relname) AS name, format('%I.%I', tn.nspname, t.relname) AS needs
            FROM pg_constraint k
            JOIN pg_class f ON f.oid = coalesce(pg_partition_root(k.conrelid), k.conrelid)
            JOIN pg_namespace fn ON fn.oid = f.relnamespace
            JOIN pg_class t ON t.oid = coalesce(pg_partition_root(k.confrelid), k.confrelid)
            JOIN pg_namespace tn ON tn.oid = t.relnamespace
            WHERE k.contype = 'f'
            """;

    /** Sequences but those of extensions, which make theirs anew where they are installed. */
    private static final String SEQUENCES = """
            SELECT format('%I.%I', q.schemaname, q.sequencename) AS name, coalesce(q.last_value, q.start_value) AS value,
                   q.last_value IS NOT NULL AS called
            FROM pg_sequences q
            JOIN pg_namespace n ON n.nspname = q.schemaname
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = q.sequencename
            WHERE q.schemaname !~ '^pg_' AND q.schemaname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1
            """;

    private static final String DIGEST = """
            SELECT format('SELECT count(*), coalesce(sum((''x'' || encode(substr(sha256(convert_to(t::text, ''UTF8'')), 1, 8), ''hex''))\
            ::bit(64)::bigint), 0)::text FROM %s t', ?::regclass)
            """;

    private BackupSql() {}

    /**
     * A table as the catalog tells it.
     *
     * @param partitionOf empty for a table that is no partition
     */
    record Table(String name, String partitionOf, String bounds, List<String> columns, List<String> indexes) {
        /** The table whose foreign keys count. */
        String root() {
            return partitionOf.isEmpty() ? name : partitionOf;
        }
    }

    /** What a table holds. */
    record Digest(long rows, String digest) {}

    /** The database is away, or it refuses: told apart, because only the first is worth another try. */
    static RuntimeException failure(String what, SQLException error) {
        String message = what + SqlErrors.describe(error);
        return SqlErrors.isTransient(error) || SqlErrors.isRefused(error)
                ? new DatabaseUnavailableException(message, error)
                : new BackupException(message, error);
    }

    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }

    static List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(new Table(
                        row.getString("name"),
                        row.getString("partition_of"),
                        row.getString("bounds"),
                        texts(row.getArray("columns")),
                        texts(row.getArray("indexes"))));
            }
        }
        return tables;
    }

    /** Pairs of a table and one that has to be filled before it; a table that needs itself is left out. */
    static List<String[]> foreignKeys(Connection connection) throws SQLException {
        List<String[]> pairs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FOREIGN_KEYS)) {
            while (row.next()) {
                if (!row.getString("name").equals(row.getString("needs"))) {
                    pairs.add(new String[] {row.getString("name"), row.getString("needs")});
                }
            }
        }
        return pairs;
    }

    static List<BackupManifest.SequenceEntry> sequences(Connection connection) throws SQLException {
        List<BackupManifest.SequenceEntry> sequences = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SEQUENCES)) {
            while (row.next()) {
                sequences.add(new BackupManifest.SequenceEntry(
                        row.getString("name"), row.getLong("value"), row.getBoolean("called")));
            }
        }
        return sequences;
    }

    /** Count and digest of all rows; reads the whole table. */
    static Digest digest(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(text(connection, DIGEST, table))) {
            row.next();
            return new Digest(row.getLong(1), row.getString(2));
        }
    }

    /** The one text that a query answers: mostly a statement whose names the server has quoted. */
    static String text(Connection connection, String sql, String... parameters) throws SQLException {
        List<String> texts = textRows(connection, sql, parameters);
        return texts.isEmpty() ? null : texts.get(0);
    }

    /** The first column of all rows. */
    static List<String> textRows(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
