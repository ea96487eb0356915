package io.millrace.benchmarks.growth;

import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The standard load's configuration with room for more instruments and with more indicators. Any thread; cold. */
final class GrowthConfig {
    private static final int STANDARD_INDICATORS = 12;

    /** What is added in turns, on bars of a second, each with the number in place of the period. */
    private static final String[] ADDED = {
        "kind = sma, bar = 1s, period = %d",
        "kind = ema, bar = 1s, period = %d",
        "kind = rsi, bar = 1s, period = %d",
        "kind = bollinger, bar = 1s, period = %d, deviations = 2",
        "kind = atr, bar = 1s, period = %d",
        "kind = stochastic, bar = 1s, k-period = %d, k-smoothing = 3, d-period = 3",
        "kind = adx, bar = 1s, period = %d",
        "kind = vwap, bar = 1s, period = %d"
    };

    private GrowthConfig() {}

    /** The standard indicators and as many more as are missing to the number. */
    static EngineConfig of(final Path scratch, final Waiting waiting, final int instruments, final int indicators)
            throws IOException {
        final StringBuilder text = new StringBuilder(LoadConfig.standardText());
        for (int i = STANDARD_INDICATORS; i < indicators; i++) {
            final int period = 5 + i / ADDED.length;
            text.append("millrace.engine.indicators += { name = added-")
                    .append(i)
                    .append(", ")
                    .append(String.format(ADDED[i % ADDED.length], period))
                    .append(" }\n");
        }
        final Map<String, String> overrides = new TreeMap<>();
        waiting.overrides().forEach((key, value) -> overrides.put(EngineConfig.KEY_PREFIX + key, value));
        overrides.put(EngineConfig.KEY_PREFIX + "state.max-instruments", Integer.toString(instruments));
        overrides.put(EngineConfig.KEY_PREFIX + "state.max-feeds", Integer.toString(instruments));
        final Path file = Files.writeString(scratch, text);
        try {
            return EngineConfig.load(Optional.of(file), overrides);
        } finally {
            Files.delete(file);
        }
    }
}
