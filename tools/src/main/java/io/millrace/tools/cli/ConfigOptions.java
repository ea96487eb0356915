package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The configuration file: shared by commands that run an engine. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "HOCON file with settings under 'millrace.engine'.")
    Path file;

    Optional<Path> file() {
        if (file == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw UserError.usage("no configuration file at " + file + ": correct --config, or leave it out for the defaults");
        }
        return Optional.of(file);
    }

    /** The configuration: defaults, then the file, then system properties that start with {@code millrace.engine.}. */
    EngineConfig load() {
        return EngineConfig.load(file(), EngineConfig.overridesOf(System.getProperties()));
    }
}
