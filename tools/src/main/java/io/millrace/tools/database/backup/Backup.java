package io.millrace.tools.database.backup;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.catalog.SchemaModel;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.SchemaVersion;
import io.millrace.tools.database.backup.BackupManifest.TableEntry;
import io.millrace.tools.database.backup.BackupSql.Digest;
import io.millrace.tools.database.backup.BackupSql.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/**
 * Writes all rows of a database, as one snapshot sees them, into one file. The archiver and the services go on meanwhile.
 *
 * <p>One thread. The file gets its name when it is whole and on the disk; what was left by a run that was killed ends in
 * {@code .partial}.
 */
public final class Backup {
    private static final String COPY_OUT =
            "SELECT format('COPY %s (%s) TO STDOUT (FORMAT binary)', ?::regclass, array_to_string(?::text[], ', '))";

    private Backup() {}

    /** What is told while it works. */
    @FunctionalInterface
    public interface Progress {
        /**
         * More is done.
         *
         * @param bytes uncompressed bytes so far
         */
        void advanced(String table, long bytes);
    }

    /**
     * What was written or read.
     *
     * @param leftOut tables that are not the product's and not in the backup
     */
    public record Summary(
            String schemaVersion, String takenAt, int tables, long rows, long sizeBytes, List<String> leftOut) {
        static Summary of(BackupManifest manifest) {
            return new Summary(
                    manifest.schemaVersion(),
                    manifest.takenAt(),
                    manifest.tables().size(),
                    manifest.rows(),
                    manifest.sizeBytes(),
                    manifest.leftOut());
        }
    }

    /**
     * Takes a backup.
     *
     * @param file must not exist
     * @throws BackupException where the database has no schema of this version
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws IOException where the file cannot be written
     */
    public static Summary take(DatabaseTarget target, Path file, Progress progress) throws IOException {
        SchemaVersion version = Migrations.version(target);
        if (version.current().isEmpty()) {
            throw new BackupException(target.describe() + " has no schema, so there is nothing to back up");
        }
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (Connection connection = Database.connect(target, "millrace-backup", Database.LONG_TIMEOUT)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            BackupSql.prepare(connection);
            BackupManifest manifest;
            try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(ownerOnly(partial)), 1 << 16);
                    ZipOutputStream zip = new ZipOutputStream(raw)) {
                zip.setLevel(Deflater.BEST_SPEED);
                manifest = write(connection, version.current(), zip, progress);
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return Summary.of(manifest);
        } catch (SQLException e) {
            throw BackupSql.failure("cannot back up " + target.describe() + ": ", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** A backup holds what rights keep from others in the database. */
    private static Path ownerOnly(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static BackupManifest write(
            Connection connection, String schemaVersion, ZipOutputStream zip, Progress progress)
            throws SQLException, IOException {
        String takenAt = BackupSql.text(
                connection, "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        Set<String> known = knownTables();
        List<Table> all = BackupSql.tables(connection);
        List<Table> tables = FillOrder.of(
                all.stream().filter(table -> known.contains(table.root())).toList(), BackupSql.foreignKeys(connection));
        List<TableEntry> entries = new ArrayList<>();
        CountedOutput output = new CountedOutput(zip, progress);
        for (Table table : tables) {
            entries.add(writeTable(connection, table, entries.size() + 1, zip, output));
        }
        BackupManifest manifest = new BackupManifest(
                BackupManifest.FORMAT,
                schemaVersion,
                BackupSql.text(connection, "SHOW server_version"),
                takenAt,
                entries,
                BackupSql.sequences(connection),
                all.stream()
                        .map(Table::name)
                        .filter(name -> !entryNames(entries).contains(name))
                        .toList());
        zip.putNextEntry(new ZipEntry(BackupManifest.FILE));
        zip.write(manifest.json());
        zip.closeEntry();
        connection.rollback();
        return manifest;
    }

    /** The tables that migrations make, as the server names them. */
    private static Set<String> knownTables() {
        return SchemaModel.shipped().facts().stream()
                .filter(fact -> fact.kind().equals("table"))
                .map(fact -> fact.name().contains(".") ? fact.name() : "public." + fact.name())
                .collect(Collectors.toSet());
    }

    private static Set<String> entryNames(List<TableEntry> entries) {
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> names.add(entry.name()));
        return names;
    }

    private static TableEntry writeTable(
            Connection connection, Table table, int number, ZipOutputStream zip, CountedOutput output)
            throws SQLException, IOException {
        String file = String.format(Locale.ROOT, "tables/%04d.copy", number);
        zip.putNextEntry(new ZipEntry(file));
        output.begin(table.name());
        String columns = "{"
                + String.join(
                        ",", table.columns().stream().map(Backup::arrayElement).toList()) + "}";
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(BackupSql.text(connection, COPY_OUT, table.name(), columns), output);
        zip.closeEntry();
        Digest digest = BackupSql.digest(connection, table.name());
        return new TableEntry(
                table.name(),
                table.partitionOf(),
                table.bounds(),
                table.columns(),
                file,
                output.entryBytes(),
                output.sha256(),
                digest.rows(),
                digest.digest(),
                table.indexes());
    }

    static String arrayElement(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
