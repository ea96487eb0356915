package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the tests: keeps its data and its port over a restart, and is deleted at the end.
 *
 * <p>One thread. The binaries go into a directory per user, so that one user's files do not block another.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String MIGRATED = "millrace_template";

    private final Path dataDirectory;
    private final int port;
    private EmbeddedPostgres process;
    private int databases;
    private boolean migrated;

    public PostgresServer() {
        try {
            dataDirectory = Files.createTempDirectory("millrace-postgres-");
            port = freePort();
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() throws IOException {
        Path binaries = Path.of(
                System.getProperty("java.io.tmpdir"), "millrace-postgres-binaries-" + System.getProperty("user.name"));
        process = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(dataDirectory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setServerConfig("max_wal_size", "1GB")
                .start();
    }

    /** Stops the server as an operator would; connections break. */
    public void stop() throws IOException {
        process.close();
    }

    /** Kills all its processes at once, as a loss of the machine's memory would. */
    public void crash() throws IOException {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        // Nothing is left to stop, but the next one needs this one's lock on the directory.
        process.close();
    }

    /** Stops all its processes where they are. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** Lets them go on. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().forEach(each -> command.add(Long.toString(each.pid())));
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException("failed: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The server's first process, and those that it has started. */
    private List<ProcessHandle> processes() throws IOException {
        long first = Long.parseLong(
                Files.readAllLines(dataDirectory.resolve("postmaster.pid")).get(0));
        ProcessHandle server = ProcessHandle.of(first).orElseThrow();
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    /** Makes an empty database. */
    public DatabaseTarget newDatabase() {
        return newDatabase("template0");
    }

    /** Makes a database with the schema of this version; the migrations run once for the server. */
    public synchronized DatabaseTarget newMigratedDatabase() {
        if (!migrated) {
            execute(target("postgres"), "DROP DATABASE IF EXISTS " + MIGRATED, "CREATE DATABASE " + MIGRATED);
            Migrations.migrate(target(MIGRATED));
            migrated = true;
        }
        return newDatabase(MIGRATED);
    }

    /** Makes a copy of a database that nobody is connected to: one copy at a time, as each is a connection. */
    public synchronized DatabaseTarget newDatabase(String template) {
        String name = "t" + ++databases;
        execute(target("postgres"), "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
        return target(name);
    }

    /** Drops a database whoever is connected to it; a server that is down keeps it until its own end. */
    public void drop(DatabaseTarget target) {
        String name = target.url().substring(target.url().lastIndexOf('/') + 1);
        try (Connection connection = connect(target("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException serverIsDown) {
            // Deleted with the data directory.
        }
    }

    public DatabaseTarget target(String database) {
        return new DatabaseTarget("jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "");
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (Files.exists(dataDirectory)) {
            try (Stream<Path> files = Files.walk(dataDirectory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Runs statements, each in its own transaction. */
    public static void execute(DatabaseTarget target, String... statements) {
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of the first row. */
    public static String query(DatabaseTarget target, String sql) {
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public static long count(DatabaseTarget target, String table) {
        return Long.parseLong(query(target, "SELECT count(*) FROM " + table));
    }

    public static Connection connect(DatabaseTarget target) throws SQLException {
        return DriverManager.getConnection(target.url(), target.user(), target.password());
    }

    /** A connection with the rights of a role and no others. */
    public static Connection connectAs(DatabaseTarget target, String role) throws SQLException {
        Connection connection = connect(target);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            return connection;
        } catch (SQLException noSuchRole) {
            connection.close();
            throw noSuchRole;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
