package io.millrace.benchmarks.archive;

import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the benchmark's own, set as the one that the product starts. One thread; its files belong to the scratch directory.
 */
final class ArchiveServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String USER = "postgres";
    private static final String MAINTENANCE = "postgres";

    /** Migrated, and nothing in it. */
    private static final String EMPTY = "millrace_empty";

    /** Fields of {@code /proc/<pid>/stat} after the name in brackets: own and ended children's user and system time. */
    private static final int UTIME = 11;

    private static final int CHILD_FIELDS = 2;

    private final Path dataDirectory;
    private final EmbeddedPostgres process;

    private ArchiveServer(final Path dataDirectory, final EmbeddedPostgres process) {
        this.dataDirectory = dataDirectory;
        this.process = process;
    }

    /** Makes a cluster in a directory that is not there yet, and starts it. */
    static ArchiveServer start(final Path dataDirectory) throws IOException, SQLException {
        final Path binaries = Path.of(
                System.getProperty("java.io.tmpdir"), "millrace-postgres-binaries-" + System.getProperty("user.name"));
        final ArchiveServer server = new ArchiveServer(
                dataDirectory,
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(binaries.toFile())
                        .setDataDirectory(dataDirectory)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(START_LIMIT)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "64MB")
                        .setServerConfig("max_wal_size", "2GB")
                        .setServerConfig("max_connections", "50")
                        .start());
        try {
            server.execute(MAINTENANCE, "CREATE DATABASE " + EMPTY);
            Migrations.migrate(server.target(EMPTY));
            return server;
        } catch (final SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where a database of it is. */
    DatabaseTarget target(final String database) {
        return new DatabaseTarget("jdbc:postgresql://localhost:" + process.getPort() + "/" + database, USER, "");
    }

    /** Makes a database that is migrated and empty, in the place of one that is there. */
    void renew(final String database) throws SQLException {
        drop(database);
        execute(MAINTENANCE, "CREATE DATABASE " + database + " TEMPLATE " + EMPTY + " STRATEGY file_copy");
    }

    /** Gives a database another name, in the place of one that has it. */
    void rename(final String database, final String name) throws SQLException {
        drop(name);
        execute(MAINTENANCE, "ALTER DATABASE " + database + " RENAME TO " + name);
    }

    /** Deletes a database. */
    void drop(final String database) throws SQLException {
        execute(MAINTENANCE, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    /** Writes what the server still has in memory, so that no run pays for the one before. */
    void checkpoint() throws SQLException {
        execute(MAINTENANCE, "CHECKPOINT");
    }

    /** A connection whose commits are answered from the disk, as the archiver's are. */
    Connection connect(final String database) throws SQLException {
        final Connection connection = Database.connect(target(database), "millrace-bench", Database.LONG_TIMEOUT);
        Database.commitToDisk(connection);
        return connection;
    }

    /** Runs statements, each in a transaction of its own. */
    void execute(final String database, final String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (final String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** How a setting stands. */
    String setting(final String name) throws SQLException {
        return value(MAINTENANCE, "SHOW " + name);
    }

    /** The one value of a query, as text. */
    String value(final String database, final String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** What a database takes on the disk, without the log. */
    long sizeBytes(final String database) throws SQLException {
        return Long.parseLong(value(database, "SELECT pg_database_size(current_database())"));
    }

    /** Processor time of all its processes since they started, those included that have ended, ns. */
    long cpuNs() throws IOException {
        final long first = Long.parseLong(
                Files.readAllLines(dataDirectory.resolve("postmaster.pid")).get(0));
        final ProcessHandle postmaster = ProcessHandle.of(first).orElseThrow();
        long ticks = ticks(first, 2 + CHILD_FIELDS);
        for (final ProcessHandle child : children(postmaster)) {
            ticks += ticks(child.pid(), 2);
        }
        return ticks * Work.TICK_NS;
    }

    private static Iterable<ProcessHandle> children(final ProcessHandle postmaster) {
        try (Stream<ProcessHandle> all = postmaster.children()) {
            return all.toList();
        }
    }

    private static long ticks(final long pid, final int fields) throws IOException {
        final String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (final IOException gone) {
            return 0;
        }
        final String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 0; i < fields; i++) {
            ticks += Long.parseLong(values[UTIME + i]);
        }
        return ticks;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
