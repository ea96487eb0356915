package io.millrace.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code millrace.archiver}: what the process beside the engine is told. Immutable; any thread.
 *
 * @param scheduling how an archiver that follows the journal, and the database that it starts, share the processors
 */
public record ArchiverSettings(Scheduling scheduling) {
    private static final List<String> KEYS = List.of("scheduling");

    /**
     * Reads the defaults, the file over them, and the overrides over both.
     *
     * @param overrides by full key, such as {@code millrace.archiver.scheduling}
     * @throws ConfigurationError for what is wrong first
     */
    public static ArchiverSettings load(Optional<Path> file, Map<String, String> overrides) {
        Section archiver = ConfigSources.load(file, overrides).child("archiver");
        archiver.requireKnown(KEYS);
        return new ArchiverSettings(archiver.choice("scheduling", Scheduling.class));
    }
}
