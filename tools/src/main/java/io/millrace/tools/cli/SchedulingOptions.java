package io.millrace.tools.cli;

import io.millrace.engine.config.ArchiverSettings;
import io.millrace.engine.config.Scheduling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How the archiver and its database share the processors with the engine: shared by commands that run an archiver. */
final class SchedulingOptions {
    private static final String KEY_PREFIX = "millrace.archiver.";

    @Option(
            names = "--scheduling",
            paramLabel = "idle|normal",
            description = {
                "Whether an archiver that follows the journal, and an embedded database, run only while a processor is idle",
                "(default: millrace.archiver.scheduling, which is idle)."
            })
    private String text;

    /** What was asked for, else what the configuration says. */
    Scheduling chosen(ConfigOptions config) {
        Map<String, String> overrides = new LinkedHashMap<>(overridesOf(System.getProperties()));
        overrides.putAll(config.settings);
        Scheduling configured = ArchiverSettings.load(config.file(), overrides).scheduling();
        return givenOr(configured);
    }

    /** What was asked for on the command line, else the given one. */
    Scheduling givenOr(Scheduling other) {
        if (text == null) {
            return other;
        }
        for (Scheduling each : Scheduling.values()) {
            if (each.label().equals(text.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw UserError.usage("--scheduling " + text + ": give idle or normal");
    }

    /** The same option as words of another command. */
    void appendTo(List<String> words) {
        if (text != null) {
            words.addAll(List.of("--scheduling", text));
        }
    }

    private static Map<String, String> overridesOf(Properties properties) {
        Map<String, String> overrides = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(KEY_PREFIX))
                .forEach(key -> overrides.put(key, properties.getProperty(key)));
        return overrides;
    }
}
