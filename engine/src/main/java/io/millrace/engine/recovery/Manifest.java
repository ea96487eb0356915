package io.millrace.engine.recovery;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What a data directory is: the engine it belongs to and the identity of its journal.
 *
 * @param engineId the engine
 * @param journalId made once when the directory was
 */
public record Manifest(int engineId, long journalId) {
    /** Name of the file in the data directory. */
    public static final String FILE_NAME = "manifest.json";

    private static final int HEX = 16;

    /** The manifest of a directory, if it has one. */
    public static Optional<Manifest> read(final Path dataDirectory) {
        return JsonFile.read(dataDirectory.resolve(FILE_NAME)).map(Manifest::parse);
    }

    private static Manifest parse(final Config json) {
        return new Manifest(json.getInt("engineId"), Long.parseUnsignedLong(json.getString("journalId"), HEX));
    }

    /** The manifest of a directory; made when it has none. */
    static Manifest readOrCreate(final Path dataDirectory, final int engineId, final EpochNanoClock clock) {
        final Optional<Manifest> found = read(dataDirectory);
        if (found.isPresent()) {
            if (found.get().engineId() != engineId) {
                throw new RecoveryException(dataDirectory + " belongs to engine "
                        + found.get().engineId() + ", the configuration says engine-id = " + engineId
                        + ": correct it or use another data directory with --data");
            }
            return found.get();
        }
        final long journalId =
                new SplittableRandom(clock.nanoTime() ^ (ProcessHandle.current().pid() << 32)).nextLong();
        final Manifest manifest = new Manifest(engineId, journalId);
        JsonFile.write(
                dataDirectory.resolve(FILE_NAME),
                Map.of("engineId", engineId, "journalId", Long.toHexString(journalId), "format", 1));
        return manifest;
    }
}
