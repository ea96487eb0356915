package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import io.millrace.tools.doctor.PresetAdvice;
import picocli.CommandLine.Option;

/** The preset of threads and waits: shared by commands that run a live engine. */
final class PresetOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = {
                "How the engine's threads wait: shared-cores, latency (needs a core for each), or auto for what 'millrace doctor'",
                "finds fitting. Single settings win over it (default: millrace.engine.preset, which is shared-cores)."
            })
    private String preset;

    /** Makes it a setting of the configuration. */
    void applyTo(ConfigOptions config) {
        if (preset != null) {
            String name =
                    preset.equals(AUTO) ? PresetAdvice.ofThisMachine().preset().label() : preset;
            config.settings.put(EngineConfig.KEY_PREFIX + "preset", name);
        }
    }
}
