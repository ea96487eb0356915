package io.millrace.benchmarks.trouble;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.CloseHelper;

/**
 * A PostgreSQL that nobody starts again once it is killed, as one on another machine would be. Main thread; its files are in the directory
 * that it is given.
 */
final class DoomedDatabase implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final EmbeddedPostgres process;

    private DoomedDatabase(final EmbeddedPostgres process) {
        this.process = process;
    }

    /** Makes a cluster in a directory that is not there yet, and starts it. */
    static DoomedDatabase start(final Path cluster) throws IOException {
        final Path binaries = Path.of(
                System.getProperty("java.io.tmpdir"), "millrace-postgres-binaries-" + System.getProperty("user.name"));
        return new DoomedDatabase(EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_LIMIT)
                .start());
    }

    /** As the command takes it. */
    String url() {
        return "postgresql://postgres@localhost:" + process.getPort() + "/postgres";
    }

    /** What is dead does not answer, which is no news. */
    @Override
    public void close() {
        CloseHelper.quietClose(process);
    }
}
