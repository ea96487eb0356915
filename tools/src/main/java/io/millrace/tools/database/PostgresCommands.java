package io.millrace.tools.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code initdb} and {@code pg_ctl} with a time limit on each. One thread at a time.
 *
 * <p>The output of the last command is kept in {@code command.log} and the server's in {@code server.log}, both in the
 * database's directory; the end of it goes into the message when something fails.
 */
final class PostgresCommands {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long SERVER_LOG_LIMIT_BYTES = 8L << 20;
    private static final int LOG_END_BYTES = 4096;

    private final Path directory;
    private final Path binaries;
    private final RunAs runAs;

    PostgresCommands(Path directory, Path binaries, RunAs runAs) {
        this.directory = directory;
        this.binaries = binaries;
        this.runAs = runAs;
    }

    /** Makes a cluster whose only user is {@code user}, known by its password. */
    void initialize(Path cluster, String user, Path passwordFile) throws IOException {
        run(
                "create the database",
                List.of(
                        program("initdb"),
                        "--pgdata=" + cluster,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
    }

    /** Starts the server and waits until it takes connections on the port. */
    void start(Path cluster, int port) throws IOException {
        rollServerLog();
        // Only a loss of power can lose the last transactions, never their order, and the archive position is in them.
        String options = "-c port=" + port
                + " -c listen_addresses=127.0.0.1"
                + " -c unix_socket_directories="
                + " -c synchronous_commit=off"
                + " -c shared_buffers=64MB"
                + " -c max_wal_size=2GB"
                + " -c max_connections=50"
                + " -c timezone=UTC"
                + " -c log_timezone=UTC"
                + " -c log_checkpoints=off";
        run(
                "start",
                List.of(
                        program("pg_ctl"),
                        "start",
                        "--pgdata=" + cluster,
                        "--log=" + serverLog(),
                        "--options=" + options,
                        "--wait",
                        "--timeout=60"));
    }

    /** Disconnects everybody and stops the server; waits until it is gone. */
    void stop(Path cluster) throws IOException {
        run("stop", List.of(program("pg_ctl"), "stop", "--pgdata=" + cluster, "--mode=fast", "--wait", "--timeout=60"));
    }

    /** The version line of the server program: proof that the binaries run here. */
    String version() throws IOException {
        run("run", List.of(program("postgres"), "--version"));
        return Files.readString(commandLog(), StandardCharsets.UTF_8).strip();
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private Path commandLog() {
        return directory.resolve("command.log");
    }

    private Path serverLog() {
        return directory.resolve("server.log");
    }

    private void run(String purpose, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(runAs.command(new ArrayList<>(command)));
        builder.directory(directory.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(commandLog().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failure(purpose, "no end after " + LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw failure(purpose, "interrupted");
        }
        if (process.exitValue() != 0) {
            throw failure(purpose, reason(process.exitValue()));
        }
    }

    private EmbeddedDatabaseException failure(String purpose, String reason) {
        return new EmbeddedDatabaseException("the embedded PostgreSQL did not " + purpose + ": " + reason + "; see "
                + serverLog() + " and " + commandLog() + ", or name a server with --database URL");
    }

    /** The most telling line: the server's own complaint, or else the last thing that the command said. */
    private String reason(int exitValue) throws IOException {
        for (Path log : List.of(serverLog(), commandLog())) {
            List<String> lines = end(log);
            for (int i = lines.size() - 1; i >= 0; i--) {
                String line = lines.get(i);
                int at = Math.max(line.indexOf("FATAL:"), line.indexOf("error:"));
                if (at >= 0) {
                    return line.substring(at).strip();
                }
            }
        }
        List<String> lines = end(commandLog());
        return lines.isEmpty()
                ? "exit code " + exitValue
                : lines.get(lines.size() - 1).strip();
    }

    private static List<String> end(Path log) throws IOException {
        if (!Files.isReadable(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LOG_END_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    /** Keeps the server's log bounded: one old part at most. */
    private void rollServerLog() throws IOException {
        if (Files.exists(serverLog()) && Files.size(serverLog()) > SERVER_LOG_LIMIT_BYTES) {
            Files.move(serverLog(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
