package io.millrace.engine.recovery;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.journal.verify.JournalSummary;
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

    /** The manifest of a directory; empty when it has none that can be read. */
    public static Optional<Manifest> read(final Path dataDirectory) {
        try {
            return JsonFile.read(dataDirectory.resolve(FILE_NAME)).map(Manifest::parse);
        } catch (final ConfigException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Manifest parse(final Config json) {
        return new Manifest(json.getInt("engineId"), Long.parseUnsignedLong(json.getString("journalId"), HEX));
    }

    /** What the journal itself says: every batch carries both numbers under its checksum. */
    static Manifest of(final JournalSummary journal) {
        return new Manifest(journal.engineId(), journal.journalId());
    }

    /**
     * Demands that this, the journal's own manifest, is that of the directory and of the engine. A manifest file that is
     * missing or cannot be read is written again.
     */
    Manifest require(final Path dataDirectory, final int configuredEngineId) {
        if (engineId != configuredEngineId) {
            throw new ConfigurationError(dataDirectory + " belongs to engine " + engineId
                    + ", the configuration says engine-id = " + configuredEngineId
                    + ": correct it or use another data directory with --data");
        }
        final Optional<Manifest> found = read(dataDirectory);
        if (found.isEmpty()) {
            write(dataDirectory);
        } else if (!found.get().equals(this)) {
            throw new RecoveryException("the journal in " + dataDirectory + " is that of another directory: "
                    + FILE_NAME + " names engine " + found.get().engineId() + " and journal "
                    + Long.toHexString(found.get().journalId()) + ", the journal engine " + engineId + " and journal "
                    + Long.toHexString(journalId) + "; bring together what belongs together");
        }
        return this;
    }

    /** A manifest for a directory whose journal is still empty. */
    static Manifest create(final Path dataDirectory, final int engineId, final EpochNanoClock clock) {
        final long journalId =
                new SplittableRandom(clock.nanoTime() ^ (ProcessHandle.current().pid() << 32)).nextLong();
        final Manifest manifest = new Manifest(engineId, journalId);
        manifest.write(dataDirectory);
        return manifest;
    }

    private void write(final Path dataDirectory) {
        JsonFile.write(
                dataDirectory.resolve(FILE_NAME),
                Map.of("engineId", engineId, "journalId", Long.toHexString(journalId), "format", 1));
    }
}
