package io.millrace.engine.recovery;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Says that the state file was closed in order, and what it then held. Removed at each start before the file is
 * opened, so that a crash leaves none.
 *
 * @param appliedSequence last record in the state
 * @param shapeDigest configuration that the state was laid out for
 * @param blockBytes bytes of a block
 * @param maxInstruments instruments that the file was sized for
 * @param maxFeeds feeds that the file was sized for
 * @param fileBytes size of the file: one that was cut may not be mapped
 * @param stateDigest digest of the state
 */
record CleanMarker(
        long appliedSequence,
        long shapeDigest,
        int blockBytes,
        int maxInstruments,
        int maxFeeds,
        long fileBytes,
        long stateDigest) {
    private static final String FILE_NAME = "clean.json";
    private static final int HEX = 16;

    static Optional<CleanMarker> read(final Path stateDirectory) {
        try {
            return JsonFile.read(stateDirectory.resolve(FILE_NAME)).map(CleanMarker::parse);
        } catch (final ConfigException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static CleanMarker parse(final Config json) {
        return new CleanMarker(
                json.getLong("appliedSequence"),
                Long.parseUnsignedLong(json.getString("shapeDigest"), HEX),
                json.getInt("blockBytes"),
                json.getInt("maxInstruments"),
                json.getInt("maxFeeds"),
                json.getLong("fileBytes"),
                Long.parseUnsignedLong(json.getString("stateDigest"), HEX));
    }

    static void remove(final Path stateDirectory) {
        try {
            Files.deleteIfExists(stateDirectory.resolve(FILE_NAME));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot remove the clean mark in " + stateDirectory, e);
        }
    }

    void write(final Path stateDirectory) {
        JsonFile.write(
                stateDirectory.resolve(FILE_NAME),
                Map.of(
                        "appliedSequence",
                        appliedSequence,
                        "shapeDigest",
                        Long.toHexString(shapeDigest),
                        "blockBytes",
                        blockBytes,
                        "maxInstruments",
                        maxInstruments,
                        "maxFeeds",
                        maxFeeds,
                        "fileBytes",
                        fileBytes,
                        "stateDigest",
                        Long.toHexString(stateDigest)));
    }
}
