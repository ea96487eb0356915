package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The configuration file: shared by commands that run an engine or an archiver. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "HOCON file with settings under 'millrace'.")
    Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, such as millrace.engine.ring.size=4096; wins over the file.")
    Map<String, String> settings = new LinkedHashMap<>();

    Optional<Path> file() {
        if (file == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw UserError.usage(
                    "no configuration file at " + file + ": correct --config, or leave it out for the defaults");
        }
        return Optional.of(file);
    }

    /** The same options as words of another command. */
    void appendTo(List<String> words) {
        if (file != null) {
            words.addAll(List.of("--config", file.toAbsolutePath().toString()));
        }
        settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    }

    /** Defaults, then the file, then system properties that start with {@code millrace.engine.}, then {@code --set}. */
    EngineConfig load() {
        Map<String, String> overrides = new LinkedHashMap<>(EngineConfig.overridesOf(System.getProperties()));
        overrides.putAll(settings);
        return EngineConfig.load(file(), overrides);
    }
}
