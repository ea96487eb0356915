package io.millrace.tools.database;

import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that is there to be hurt: it keeps its port and its data over a stop or a kill, and nobody starts it again
 * but its owner. One thread; closing stops it and leaves its files to the owner of the directory.
 */
public final class ScratchServer implements AutoCloseable {
    private static final String USER = "millrace";
    private static final String MAINTENANCE = "postgres";

    private static final int REAP_SECONDS = 5;

    private final Path cluster;
    private final RunAs runAs;
    private final PostgresCommands commands;
    private final int port;
    private final String password;
    private boolean frozen;
    private int databases;

    private ScratchServer(Path cluster, RunAs runAs, PostgresCommands commands, int port, String password) {
        this.cluster = cluster;
        this.runAs = runAs;
        this.commands = commands;
        this.port = port;
        this.password = password;
    }

    /**
     * Makes a cluster and starts its server.
     *
     * @throws EmbeddedDatabaseException with a one-line message when that is not possible
     */
    public static ScratchServer start(Path parent) throws IOException {
        Path directory = Files.createDirectories(parent).toRealPath();
        Path cluster = directory.resolve("cluster");
        RunAs runAs = RunAs.choose(cluster);
        PostgresCommands commands = new PostgresCommands(directory, PostgresBinaries.locate(), runAs);
        runAs.own(directory);
        Path passwordFile = directory.resolve("password");
        String password = EmbeddedDatabase.newPassword(passwordFile);
        Files.createDirectory(
                cluster, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        runAs.own(cluster);
        runAs.own(passwordFile);
        commands.initialize(cluster, USER, passwordFile);
        ScratchServer server = new ScratchServer(cluster, runAs, commands, EmbeddedDatabase.freePort(), password);
        server.start();
        return server;
    }

    /** Why no server can be started there, or null. */
    public static String obstacle(Path directory) {
        try {
            RunAs runAs = RunAs.choose(directory.resolve("cluster"));
            return runAs.canEnter(directory) && runAs.canEnter(PostgresBinaries.locate())
                    ? null
                    : "PostgreSQL would run " + runAs + ", and that user cannot enter " + directory;
        } catch (IOException | EmbeddedDatabaseException failure) {
            return failure.getMessage();
        }
    }

    /** Starts it again at its port. */
    public void start() throws IOException {
        commands.start(cluster, port);
    }

    /** Stops it as an operator would: its connections break. */
    public void stop() throws IOException {
        commands.stop(cluster);
    }

    /** Kills all its processes at once. */
    public void crash() throws IOException {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            // A dead process that nobody reaps counts as alive for ever.
            each.onExit()
                    .completeOnTimeout(each, REAP_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        if (!all.isEmpty()) {
            PostmasterFile.markDead(cluster);
        }
    }

    /** Stops all its processes where they are. */
    public void freeze() throws IOException {
        frozen = true;
        signal("STOP");
    }

    /** Lets them go on. */
    public void thaw() throws IOException {
        signal("CONT");
        frozen = false;
    }

    /** Makes an empty database, in a tablespace or, with null, where the server keeps its others. */
    public String newDatabase(String tablespace) {
        String name = "torture" + ++databases;
        execute(
                MAINTENANCE,
                "CREATE DATABASE " + name + " TEMPLATE template0"
                        + (tablespace == null ? "" : " TABLESPACE " + tablespace + " STRATEGY file_copy"));
        return name;
    }

    /** Drops a database whoever is connected to it. */
    public void dropDatabase(String name) {
        execute(MAINTENANCE, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Makes a tablespace in an empty directory of another file system. */
    public void newTablespace(String name, Path directory) throws IOException {
        runAs.own(directory);
        execute(MAINTENANCE, "CREATE TABLESPACE " + name + " LOCATION '" + directory + "'");
    }

    /** Drops a tablespace that nothing is in. */
    public void dropTablespace(String name) {
        execute(MAINTENANCE, "DROP TABLESPACE IF EXISTS " + name);
    }

    /** Refuses every write, or takes them again. */
    public void readOnly(boolean value) {
        execute(
                MAINTENANCE,
                "SET default_transaction_read_only = off",
                "ALTER SYSTEM SET default_transaction_read_only = " + (value ? "on" : "off"),
                "SELECT pg_reload_conf()");
    }

    /** Ends the connections of an archiver; how many there were. */
    public long terminateArchivers(String database) {
        return number(
                MAINTENANCE,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + database
                        + "' AND application_name LIKE 'millrace-archiver%'");
    }

    /** Sequence up to which a database holds the journal of its one engine; 0 when it holds nothing, or does not answer. */
    public long archivedSequence(String database) {
        try {
            return number(database, "SELECT coalesce(max(sequence), 0) FROM archive_position");
        } catch (EmbeddedDatabaseException notYet) {
            return 0;
        }
    }

    /** Connections to a database, this one left out. */
    public long connections(String database) {
        return number(
                MAINTENANCE,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database
                        + "' AND backend_type = 'client backend'");
    }

    /** For {@code --database}, with the given port, which may be that of a link before the server. */
    public String url(String database, int atPort) {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + atPort + "/" + database;
    }

    public int port() {
        return port;
    }

    private void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new EmbeddedDatabaseException("the server refuses a statement: " + failure.getMessage(), failure);
        }
    }

    private long number(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new EmbeddedDatabaseException("the server refuses a query: " + failure.getMessage(), failure);
        }
    }

    private Connection connect(String database) throws SQLException {
        return Database.connect(
                new DatabaseTarget("jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, password),
                "millrace-torture",
                Database.CONNECT_TIMEOUT);
    }

    private void signal(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().forEach(each -> command.add(Long.toString(each.pid())));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
    }

    /** The server's first process, and those that it has started; none when it is down. */
    private List<ProcessHandle> processes() throws IOException {
        var file = PostmasterFile.read(cluster);
        if (file.isEmpty() || !file.get().serverAlive(cluster)) {
            return List.of();
        }
        return ProcessHandle.of(file.get().processId())
                .map(server ->
                        Stream.concat(Stream.of(server), server.descendants()).toList())
                .orElse(List.of());
    }

    @Override
    public void close() throws IOException {
        if (frozen) {
            thaw();
        }
        if (!processes().isEmpty()) {
            commands.stop(cluster);
        }
    }
}
