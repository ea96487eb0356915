package io.millrace.tools.database.backup;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.SchemaVersion;
import io.millrace.tools.database.backup.BackupManifest.SequenceEntry;
import io.millrace.tools.database.backup.BackupManifest.TableEntry;
import io.millrace.tools.database.backup.BackupSql.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Fills an empty database from a backup. All rows come in one transaction, which ends only when counts and digests are those of the backup.
 *
 * <p>One thread. A run that fails or is killed leaves empty tables and the schema {@code millrace_restore}, which tells the next run that
 * it may go on there; the last step of a run that succeeds removes that schema.
 */
public final class Restore {
    private static final String MARKER = "millrace_restore";
    private static final String HAS_MARKER = "SELECT 'x' FROM pg_namespace WHERE nspname = '" + MARKER + "'";
    private static final String SOME_RELATION = """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            LIMIT 1
            """;
    private static final String LOCK = "SELECT 'x' WHERE pg_try_advisory_lock(1296846930, 1)";
    private static final String ARCHIVED =
            "SELECT 'x' FROM pg_class WHERE oid = to_regclass('public.archive_position') AND EXISTS (SELECT FROM public.archive_position)";
    private static final String NEW_PARTITION =
            "SELECT format('CREATE TABLE IF NOT EXISTS %s PARTITION OF %s %s', ?::text, ?::regclass, ?::text)";
    private static final String TRIGGERS = """
            SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname)
            FROM pg_trigger t
            WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D'
            """;
    private static final String TRIGGERS_AGAIN = """
            SELECT format('ALTER TABLE %s ENABLE %s TRIGGER %I', t.tgrelid::regclass,
                          CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname)
            FROM pg_trigger t
            WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D'
            """;
    private static final String EMPTY =
            "SELECT format('TRUNCATE %s CASCADE', array_to_string(array_agg(name::regclass), ', ')) FROM unnest(?::text[]) AS name";
    private static final String COPY_IN =
            "SELECT format('COPY %s (%s) FROM STDIN (FORMAT binary)', ?::regclass, array_to_string(?::text[], ', '))";
    private static final String SET_SEQUENCE = "SELECT setval(?::regclass, ?::bigint, ?::boolean)::text";
    private static final String MATERIALIZED =
            "SELECT format('REFRESH MATERIALIZED VIEW %s', c.oid::regclass) FROM pg_class c WHERE c.relkind = 'm' ORDER BY c.oid";

    private Restore() {}

    /**
     * Restores.
     *
     * @throws BackupDamagedException where the file is not what was written
     * @throws BackupException where the database is not empty, or the backup is of a later version
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     */
    public static Backup.Summary run(Path file, DatabaseTarget target, Backup.Progress progress) throws IOException {
        try (BackupFile backup = BackupFile.open(file)) {
            BackupManifest manifest = backup.manifest();
            backup.check(Restore::ignore);
            try (Connection connection = Database.connect(target, "millrace-restore", Database.LONG_TIMEOUT)) {
                claim(connection, target);
                requireKnown(manifest, Migrations.version(target), file);
                Migrations.migrateTo(target, manifest.schemaVersion());
                connection.setAutoCommit(false);
                fill(connection, backup, progress);
                connection.commit();
                connection.setAutoCommit(true);
                Migrations.migrate(target);
                BackupSql.execute(connection, "ANALYZE");
            }
            return Backup.Summary.of(manifest);
        } catch (SQLException e) {
            throw BackupSql.failure("cannot restore into " + target.describe() + ", nothing of it was kept: ", e);
        }
    }

    private static void ignore(String table, long bytes) {
        // Reading the file is quick beside the work of the server.
    }

    /** Makes sure that nothing is overwritten, and that nobody else restores here. */
    private static void claim(Connection connection, DatabaseTarget target) throws SQLException {
        if (BackupSql.text(connection, LOCK) == null) {
            throw new BackupException("another restore works in " + target.describe());
        }
        if (BackupSql.text(connection, HAS_MARKER) == null) {
            String there = BackupSql.text(connection, SOME_RELATION);
            if (there != null) {
                throw notEmpty(target, there);
            }
            BackupSql.execute(connection, "CREATE SCHEMA " + MARKER);
        } else if (BackupSql.text(connection, "SELECT to_regclass('public.archive_position')::text") != null
                && BackupSql.text(connection, ARCHIVED) != null) {
            throw notEmpty(target, "archive_position with rows");
        }
    }

    private static BackupException notEmpty(DatabaseTarget target, String what) {
        return new BackupException(target.describe() + " is not empty: it has " + what
                + "; a backup is restored into an empty database only");
    }

    private static void requireKnown(BackupManifest manifest, SchemaVersion version, Path file) {
        boolean known = version.applied().stream().anyMatch(each -> each.startsWith(manifest.schemaVersion() + " "))
                || version.pending().stream().anyMatch(each -> each.startsWith(manifest.schemaVersion() + " "));
        if (!known) {
            throw new BackupException(file + " holds schema version " + manifest.schemaVersion()
                    + ", which this program does not know: use the version that wrote it, or a later one");
        }
    }

    private static void fill(Connection connection, BackupFile backup, Backup.Progress progress)
            throws SQLException, IOException {
        BackupManifest manifest = backup.manifest();
        BackupSql.prepare(connection);
        for (TableEntry table : manifest.tables()) {
            if (!table.partitionOf().isEmpty()) {
                BackupSql.execute(
                        connection,
                        BackupSql.text(connection, NEW_PARTITION, table.name(), table.partitionOf(), table.bounds()));
            }
        }
        // What triggers would write, such as hashes and times, is in the backup.
        List<String> enable = BackupSql.textRows(connection, TRIGGERS_AGAIN);
        for (String disable : BackupSql.textRows(connection, TRIGGERS)) {
            BackupSql.execute(connection, disable);
        }
        BackupSql.execute(
                connection,
                BackupSql.text(
                        connection,
                        EMPTY,
                        array(manifest.tables().stream().map(TableEntry::name).toList())));
        long done = 0;
        for (TableEntry table : manifest.tables()) {
            try (InputStream stream = new CountedInput(backup.stream(table), table.name(), done, progress)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(BackupSql.text(connection, COPY_IN, table.name(), array(table.columns())), stream);
            }
            done += table.sizeBytes();
        }
        for (TableEntry table : manifest.tables()) {
            for (String index : table.indexes()) {
                BackupSql.execute(connection, index);
            }
        }
        for (SequenceEntry sequence : manifest.sequences()) {
            BackupSql.text(
                    connection,
                    SET_SEQUENCE,
                    sequence.name(),
                    Long.toString(sequence.value()),
                    Boolean.toString(sequence.called()));
        }
        for (String refresh : BackupSql.textRows(connection, MATERIALIZED)) {
            BackupSql.execute(connection, refresh);
        }
        compare(connection, manifest);
        BackupSql.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        for (String statement : enable) {
            BackupSql.execute(connection, statement);
        }
        BackupSql.execute(connection, "DROP SCHEMA " + MARKER);
    }

    private static void compare(Connection connection, BackupManifest manifest) throws SQLException {
        for (TableEntry table : manifest.tables()) {
            Digest found = BackupSql.digest(connection, table.name());
            if (found.rows() != table.rows() || !found.digest().equals(table.digest())) {
                throw new BackupDamagedException(table.name() + " has " + found.rows() + " rows with digest "
                        + found.digest() + " after the restore and had " + table.rows() + " with " + table.digest()
                        + " before; nothing was kept");
            }
        }
    }

    private static String array(List<String> texts) {
        return "{" + String.join(",", texts.stream().map(Backup::arrayElement).toList()) + "}";
    }

    /** Tells how far the reading is. */
    private static final class CountedInput extends FilterInputStream {
        private final String table;
        private final Backup.Progress progress;
        private long bytes;

        CountedInput(InputStream in, String table, long before, Backup.Progress progress) {
            super(in);
            this.table = table;
            this.bytes = before;
            this.progress = progress;
            progress.advanced(table, before);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                bytes += read;
                progress.advanced(table, bytes);
            }
            return read;
        }
    }
}
