package io.millrace.tools.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be said of the embedded database of a data directory without starting it. Immutable, any thread.
 *
 * @param version what the server program says of itself
 * @param runsAs how it is run by this user
 * @param processId of the running server; 0 when it does not run
 * @param port of the running server; 0 when it does not run
 */
public record EmbeddedDatabaseProbe(String version, String runsAs, long processId, int port) {
    /**
     * Unpacks the binaries if need be and runs the server program once, for its version.
     *
     * @throws EmbeddedDatabaseException when the embedded database could not be started here; the message says why
     */
    public static EmbeddedDatabaseProbe examine(Path dataDirectory) {
        Path scratch = null;
        try {
            Path cluster = dataDirectory.resolve("postgres").resolve("cluster");
            RunAs runAs = RunAs.choose(cluster);
            Path binaries = PostgresBinaries.locate();
            if (!runAs.canEnter(binaries)) {
                throw new EmbeddedDatabaseException(
                        "PostgreSQL would run " + runAs + " and that user cannot enter " + binaries);
            }
            scratch = Files.createTempDirectory("millrace-probe-");
            String version = new PostgresCommands(scratch, binaries, runAs).version();
            Optional<PostmasterFile> server = PostmasterFile.read(cluster);
            if (server.isPresent() && server.get().serverAlive(cluster.toRealPath())) {
                return new EmbeddedDatabaseProbe(
                        version,
                        runAs.toString(),
                        server.get().processId(),
                        server.get().port());
            }
            return new EmbeddedDatabaseProbe(version, runAs.toString(), 0, 0);
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException("cannot examine the embedded database: " + failure, failure);
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path scratch) {
        if (scratch != null) {
            try {
                PostgresBinaries.deleteTree(scratch);
            } catch (IOException left) {
                // A small file in the temporary directory harms nobody, and the answer is known.
                scratch.toFile().deleteOnExit();
            }
        }
    }
}
