package io.millrace.engine.aeron;

import io.aeron.CommonContext;
import io.millrace.engine.config.AeronConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.hashing.LongHashFunction;

/**
 * Where a media driver's files are. Any thread; no state.
 *
 * <p>The embedded driver of a data directory always has the same one, of its own, in memory if possible; {@code aeron} in the
 * data directory leads there, so that whoever knows the data directory finds the driver.
 */
public final class DriverDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String LINK = "aeron";

    private DriverDirectory() {}

    /** Directory of the driver that an engine with this configuration on this data directory uses. */
    static Path of(final AeronConfig config, final Path dataDirectory) {
        final boolean auto = config.directory().equals(AeronConfig.AUTO);
        if (config.driver() == AeronConfig.DriverKind.EXTERNAL) {
            return Path.of(auto ? CommonContext.getAeronDirectoryName() : config.directory());
        }
        final Path parent = auto ? memory() : Path.of(config.directory());
        final byte[] data =
                dataDirectory.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        final String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return parent.resolve(
                String.format("millrace-%s-%016x", user, LongHashFunction.xx3().hashBytes(data)));
    }

    private static Path memory() {
        return Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** What leads from a data directory to the files of its driver; there only while an engine uses one. */
    public static Path link(final Path dataDirectory) {
        return dataDirectory.resolve(LINK);
    }

    /** Makes the link, in the place of one that a killed engine left. */
    static void publish(final Path directory, final Path dataDirectory) throws IOException {
        Files.deleteIfExists(link(dataDirectory));
        Files.createSymbolicLink(link(dataDirectory), directory.toAbsolutePath());
    }

    static void unpublish(final Path dataDirectory) throws IOException {
        Files.deleteIfExists(link(dataDirectory));
    }
}
