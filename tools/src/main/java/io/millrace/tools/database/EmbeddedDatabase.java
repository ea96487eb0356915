package io.millrace.tools.database;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.agrona.concurrent.NanoClock;

/**
 * A PostgreSQL server of our own, kept in {@code <data>/postgres} and shared by all commands on that data directory.
 *
 * <p>The first command starts it, later ones join it, the last one to leave stops it; a server whose users were all killed
 * goes on running until the next command joins it and, being then the last, stops it. It listens on the loopback address
 * only, on a free port of its own choice, and asks for a password that only the owner of the data directory can read.
 *
 * <p>Threads: {@link #close()} from any, once or often; one instance per directory and process. Failure: every way to have no
 * database ends in {@link EmbeddedDatabaseException}.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "millrace";
    private static final String DATABASE = "millrace";
    private static final Duration TRANSITION_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration OTHER_SERVER_TIMEOUT = Duration.ofMinutes(1);
    private static final int START_ATTEMPTS = 3;
    private static final int PASSWORD_BYTES = 24;
    private static final long POLL_MS = 50;

    private final Path cluster;
    private final PostgresCommands commands;
    private final DatabaseLease lease;
    private final boolean started;
    private DatabaseTarget target;
    private boolean closed;

    private EmbeddedDatabase(
            Path cluster, PostgresCommands commands, DatabaseLease lease, DatabaseTarget target, boolean started) {
        this.cluster = cluster;
        this.commands = commands;
        this.lease = lease;
        this.target = target;
        this.started = started;
    }

    /**
     * Starts the server of this data directory, or joins it when it runs; makes the database first when there is none.
     *
     * @throws EmbeddedDatabaseException with a one-line message when that is not possible
     */
    public static EmbeddedDatabase open(Path dataDirectory) {
        return open(dataDirectory, null);
    }

    /** Whether this data directory has a database; looks, and makes nothing. */
    public static boolean existsIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve("postgres").resolve("cluster"));
    }

    /** The process of the server of this data directory; empty while none runs. */
    public static OptionalLong serverProcessId(Path dataDirectory) {
        Path cluster = dataDirectory.resolve("postgres").resolve("cluster");
        try {
            Optional<PostmasterFile> file = PostmasterFile.read(cluster);
            return file.isPresent() && file.get().serverAlive(cluster.toRealPath())
                    ? OptionalLong.of(file.get().processId())
                    : OptionalLong.empty();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** As {@link #open(Path)}, with the way to run the server given; null chooses. */
    static EmbeddedDatabase open(Path dataDirectory, RunAs given) {
        try {
            Path directory =
                    Files.createDirectories(dataDirectory.resolve("postgres")).toRealPath();
            Path cluster = directory.resolve("cluster");
            RunAs runAs = given == null ? RunAs.choose(cluster) : given;
            Path binaries = PostgresBinaries.locate();
            if (!runAs.canEnter(directory) || !runAs.canEnter(binaries)) {
                throw new EmbeddedDatabaseException("PostgreSQL would run " + runAs + " and that user cannot enter "
                        + directory + " or " + binaries
                        + "; choose a --data directory that others may enter, run millrace as an ordinary user,"
                        + " or name a server with --database URL");
            }
            return open(directory, cluster, new PostgresCommands(directory, binaries, runAs), runAs);
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException(
                    "cannot keep the embedded database in " + dataDirectory + ": " + describe(failure)
                            + "; choose another --data directory or name a server with --database URL",
                    failure);
        }
    }

    private static EmbeddedDatabase open(Path directory, Path cluster, PostgresCommands commands, RunAs runAs)
            throws IOException {
        DatabaseLease lease = DatabaseLease.join(directory, TRANSITION_TIMEOUT);
        try {
            runAs.own(directory);
            String password = initialize(directory, cluster, commands, runAs);
            Optional<PostmasterFile> running = awaitOther(cluster);
            int port;
            if (running.isPresent()) {
                port = running.get().port();
            } else {
                port = start(cluster, commands);
            }
            DatabaseTarget target = new DatabaseTarget(urlAt(port), USER, password);
            if (running.isEmpty()) {
                createDatabase(port, password);
            }
            Reachability.require(target);
            lease.settle();
            return new EmbeddedDatabase(cluster, commands, lease, target, running.isEmpty());
        } catch (DatabaseUnavailableException silent) {
            lease.close();
            throw new EmbeddedDatabaseException(
                    "the embedded PostgreSQL runs but does not answer: " + silent.getMessage(), silent);
        } catch (IOException | RuntimeException failure) {
            lease.close();
            throw failure;
        }
    }

    /** Returns the password; makes it and the cluster when there is none. Only a complete cluster gets the final name. */
    private static String initialize(Path directory, Path cluster, PostgresCommands commands, RunAs runAs)
            throws IOException {
        Path passwordFile = directory.resolve("password");
        if (Files.exists(cluster)) {
            return Files.readString(passwordFile, StandardCharsets.US_ASCII).strip();
        }
        String password = newPassword(passwordFile);

        Path partial = directory.resolve("cluster.partial");
        PostgresBinaries.deleteTree(partial);
        Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        runAs.own(partial);
        runAs.own(passwordFile);
        commands.initialize(partial, USER, passwordFile);
        Files.move(partial, cluster, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    /** Makes a password that only the owner of its file can read. */
    static String newPassword(Path passwordFile) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, password + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        return password;
    }

    /**
     * The server that runs on this cluster, once it takes connections; empty when none does. A server that is shutting down
     * is waited for, and the trace of a dead one is put right.
     */
    private static Optional<PostmasterFile> awaitOther(Path cluster) throws IOException {
        NanoClock clock = Clocks.monotonic();
        long deadline = clock.nanoTime() + OTHER_SERVER_TIMEOUT.toNanos();
        while (true) {
            Optional<PostmasterFile> file = PostmasterFile.read(cluster);
            if (file.isEmpty()) {
                return file;
            }
            if (!file.get().serverAlive(cluster)) {
                PostmasterFile.markDead(cluster);
                return Optional.empty();
            }
            if (file.get().ready()) {
                return file;
            }
            if (clock.nanoTime() > deadline) {
                throw new EmbeddedDatabaseException(
                        "the PostgreSQL process " + file.get().processId() + " on " + cluster
                                + " neither starts nor stops; end it and try again");
            }
            pause();
        }
    }

    private static int start(Path cluster, PostgresCommands commands) throws IOException {
        EmbeddedDatabaseException last = null;
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int port = freePort();
            try {
                commands.start(cluster, port);
                return port;
            } catch (EmbeddedDatabaseException failure) {
                // Somebody else may have taken the port between our look and the server's.
                last = failure;
                if (portFree(port)) {
                    break;
                }
            }
        }
        throw last;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean portFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void createDatabase(int port, String password) {
        DatabaseTarget maintenance =
                new DatabaseTarget("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
        try (Connection connection = Database.connect(maintenance, "millrace", Database.CONNECT_TIMEOUT);
                Statement statement = connection.createStatement()) {
            boolean present;
            try (var rows = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                present = rows.next();
            }
            if (!present) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException failure) {
            throw new EmbeddedDatabaseException(
                    "the embedded PostgreSQL runs but refuses its own user: " + failure.getMessage(), failure);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("interrupted while waiting for the embedded database", interrupted);
        }
    }

    private static String describe(IOException failure) {
        String kind = failure.getClass().getSimpleName().replace("Exception", "");
        return failure.getMessage() == null ? kind : kind + " " + failure.getMessage();
    }

    /** Where it is; valid until {@link #close()}, or until the server dies. */
    public synchronized DatabaseTarget target() {
        return target;
    }

    /**
     * Where it is now: a server that has died is started again, by whichever of its users asks first, maybe at another port.
     *
     * @throws EmbeddedDatabaseException with a one-line message when that is not possible
     */
    public synchronized DatabaseTarget revived() {
        if (closed) {
            throw new EmbeddedDatabaseException("the embedded database in " + cluster + " is closed");
        }
        try {
            Optional<PostmasterFile> file = PostmasterFile.read(cluster);
            if (file.isEmpty() || !file.get().ready() || !file.get().serverAlive(cluster)) {
                lease.beginAgain();
                try {
                    file = awaitOther(cluster);
                    moveTo(file.isPresent() ? file.get().port() : start(cluster, commands));
                } finally {
                    lease.settle();
                }
            } else {
                moveTo(file.get().port());
            }
            return target;
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException(
                    "cannot start the embedded database in " + cluster + " again: " + describe(failure), failure);
        }
    }

    private void moveTo(int port) {
        target = new DatabaseTarget(urlAt(port), target.user(), target.password());
    }

    private static String urlAt(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Whether this call started the server, rather than joined it. */
    public boolean started() {
        return started;
    }

    /** Leaves the database and stops the server when nobody else uses it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lease) {
            boolean last = lease.leave();
            Optional<PostmasterFile> server = PostmasterFile.read(cluster);
            if (last && server.isPresent() && server.get().serverAlive(cluster)) {
                commands.stop(cluster);
            }
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException(
                    "the embedded database in " + cluster + " may still run: " + describe(failure), failure);
        }
    }
}
