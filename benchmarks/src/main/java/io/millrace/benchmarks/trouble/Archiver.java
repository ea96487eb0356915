package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.support.ChildJvm;
import io.millrace.benchmarks.support.Repository;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * The product's archiver with a PostgreSQL of its own, as {@code millrace archive} runs them; what befalls the two is a {@link Trouble}.
 */
public final class Archiver implements Neighbours {
    /** What befalls an archiver. */
    public enum Trouble {
        /** Nothing: it archives. */
        NONE,
        /** Its database is killed before the measured time and stays dead; the archiver, which tries again, is stopped at half time. */
        DATABASE_DEAD,
        /** Its database is killed before the measured time, and the archiver starts it again. */
        DATABASE_STARTED_AGAIN
    }

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final long READY_MS = 120_000;
    private static final long END_MS = 30_000;
    private static final long POLL_MS = 100;

    /** Long enough for the archiver to notice that its database is gone. */
    private static final long NOTICED_MS = 2_000;

    /** What a server process of PostgreSQL calls itself while it takes rows. */
    private static final String TAKING_ROWS = "COPY";

    private final Trouble trouble;
    private Process process;
    private Path postmasterFile;
    /** Only of a database that is to stay dead: one that the command starts, it starts again. */
    private DoomedDatabase doomed;

    /** One that archives, or one that is to be in trouble. */
    public Archiver(final Trouble trouble) {
        this.trouble = trouble;
    }

    /** Builds the command where it is not built, so that no build runs beside a measurement. */
    public static void build(final Path scratch) throws IOException, InterruptedException {
        ChildJvm.run(scratch, BUILD_LIMIT, List.of(command(), "--version"));
    }

    private static String command() {
        return Repository.root().resolve("tools/bin/millrace").toString();
    }

    @Override
    public void begin(final Path dataDirectory) throws Exception {
        final List<String> command = new ArrayList<>(List.of(command(), "archive", "--data", dataDirectory.toString()));
        Path cluster = dataDirectory.resolve("postgres/cluster");
        if (trouble == Trouble.DATABASE_DEAD) {
            cluster = dataDirectory.resolve("database");
            doomed = DoomedDatabase.start(cluster);
            command.addAll(List.of("--database", doomed.url()));
        }
        postmasterFile = cluster.resolve("postmaster.pid");
        process = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(dataDirectory.resolve("archiver.err").toFile())
                .start();
        for (long waitedMs = 0; !atWork(); waitedMs += POLL_MS) {
            if (!process.isAlive() || waitedMs > READY_MS) {
                throw new IllegalStateException("the archiver does not archive: "
                        + Files.readString(dataDirectory.resolve("archiver.err"))
                                .strip());
            }
            Thread.sleep(POLL_MS);
        }
        if (trouble != Trouble.NONE) {
            postmaster().orElseThrow().destroyForcibly();
            Thread.sleep(NOTICED_MS);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the archiver ended: "
                    + Files.readString(dataDirectory.resolve("archiver.err")).strip());
        }
    }

    @Override
    public void halfTime() throws IOException, InterruptedException {
        if (trouble == Trouble.DATABASE_DEAD) {
            final int exit = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0 || !process.isAlive()) {
                throw new IllegalStateException("the archiver could not be stopped");
            }
        }
    }

    private boolean atWork() throws IOException {
        return postmaster().stream().flatMap(ProcessHandle::children).anyMatch(Archiver::takesRows);
    }

    private static boolean takesRows(final ProcessHandle server) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(server.pid()), "cmdline"))
                    .contains(TAKING_ROWS);
        } catch (final IOException gone) {
            return false;
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        return Files.exists(postmasterFile)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(postmasterFile).get(0).strip()))
                : Optional.empty();
    }

    /** In order where nothing is in its way: then it stops the database too. */
    @Override
    public void close() throws IOException {
        try {
            if (process != null) {
                end();
            }
        } finally {
            CloseHelper.close(doomed);
        }
    }

    private void end() throws IOException {
        if (trouble != Trouble.DATABASE_DEAD) {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, END_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
        // The process number that a dead one left behind may be another process's by now.
        final Optional<ProcessHandle> ownDatabase = doomed == null ? postmaster() : Optional.empty();
        ChildJvm.end(process);
        ownDatabase.ifPresent(ProcessHandle::destroyForcibly);
    }
}
