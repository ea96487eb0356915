package io.millrace.benchmarks.load;

import io.millrace.engine.config.EngineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of an engine under the standard load. Any thread; cold. */
public final class LoadConfig {
    private static final String SHAPE = "standard-load.conf";

    private LoadConfig() {}

    /** Bars, indicators and rules of the standard load; the process is set up as the overrides say. */
    @SafeVarargs
    public static EngineConfig standard(final Map<String, String>... overrides) {
        final Map<String, String> all = new TreeMap<>();
        for (final Map<String, String> each : overrides) {
            each.forEach((key, value) -> all.put(EngineConfig.KEY_PREFIX + key, value));
        }
        try {
            final Path file = Files.createTempFile("millrace-standard-load-", ".conf");
            try {
                Files.writeString(file, standardText());
                return EngineConfig.load(Optional.of(file), all);
            } finally {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the configuration of the standard load", e);
        }
    }

    /** What the engine computes under the standard load, as a configuration file. */
    public static String standardText() throws IOException {
        try (InputStream shape = LoadConfig.class.getResourceAsStream(SHAPE)) {
            return new String(shape.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
