package io.millrace.tools.torture.twin;

import io.millrace.engine.config.EngineConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What both sides of the twin are told: bars, indicators, rules and limits, once as numbers and once as a configuration. */
final class TwinSetup {
    static final int PRICE_EXPONENT = -2;
    static final double PRICE_UNIT = 100.0;
    static final List<Long> INTERVALS_NS = List.of(1_000_000_000L, 5_000_000_000L, 60_000_000_000L);

    /** The bars that have indicators and rules. */
    static final long RULES_INTERVAL_NS = 1_000_000_000L;

    static final int EMA = 1;
    static final int EMA_PERIOD = 3;
    static final int SMA = 2;
    static final int SMA_PERIOD = 9;
    static final int RSI = 3;
    static final int RSI_PERIOD = 5;
    static final int ATR = 4;
    static final int ATR_PERIOD = 6;
    static final int BOLLINGER = 5;
    static final int BOLLINGER_PERIOD = 8;
    static final double DEVIATIONS = 2.0;

    static final int CROSS_RULE = 1;
    static final double CROSS_HALF_CONFIDENCE = 0.1;
    static final int REVERSION_RULE = 2;
    static final double REVERSION_HALF_CONFIDENCE = 5.0;
    /** No value that a plain fraction of few bars gives exactly. */
    static final double OVERSOLD = 31.7;

    static final double OVERBOUGHT = 68.3;
    static final double STOP_ATR = 2.0;
    static final double TARGET_ATR = 3.0;
    static final int EXPIRY_BARS = 30;
    static final int COOLDOWN_BARS = 15;
    static final int MAX_SIGNALS_PER_HOUR = 20;

    private TwinSetup() {}

    /** The engine's configuration; {@code more} are further settings by key below the engine's. */
    static EngineConfig config(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "warm-up", "0ms",
                "state.max-instruments", "2",
                "state.max-feeds", "4",
                "bars", "[1s, 5s, 1m]",
                "limits.min-volatility-bps", "0",
                "limits.min-confidence", "0",
                "limits.min-risk-reward", "0",
                "limits.max-spread-bps", "0",
                "limits.block-same-direction", "true"));
        settings.put("limits.cooldown-bars", Integer.toString(COOLDOWN_BARS));
        settings.put("limits.max-signals-per-hour", Integer.toString(MAX_SIGNALS_PER_HOUR));
        settings.put(
                "indicators",
                "[{ name = ema, kind = ema, bar = 1s, period = " + EMA_PERIOD
                        + " }, { name = sma, kind = sma, bar = 1s, period = " + SMA_PERIOD
                        + " }, { name = rsi, kind = rsi, bar = 1s, period = " + RSI_PERIOD
                        + " }, { name = atr, kind = atr, bar = 1s, period = " + ATR_PERIOD
                        + " }, { name = bands, kind = bollinger, bar = 1s, period = " + BOLLINGER_PERIOD
                        + ", deviations = " + DEVIATIONS + " }]");
        String levels = ", stop-atr = " + STOP_ATR + ", target-atr = " + TARGET_ATR + ", expiry-bars = " + EXPIRY_BARS;
        settings.put(
                "rules",
                "[{ name = cross, kind = moving-average-cross, bar = 1s, fast = ema, slow = sma, atr = atr, min-adx = 0"
                        + ", half-confidence = " + CROSS_HALF_CONFIDENCE + levels
                        + " }, { name = reversion, kind = rsi-reversion, bar = 1s, rsi = rsi, atr = atr, oversold = "
                        + OVERSOLD + ", overbought = " + OVERBOUGHT + ", half-confidence = "
                        + REVERSION_HALF_CONFIDENCE + levels + " }]");
        settings.putAll(more);
        Map<String, String> overrides = new TreeMap<>();
        settings.forEach((key, value) -> overrides.put(EngineConfig.KEY_PREFIX + key, value));
        return EngineConfig.load(Optional.empty(), overrides);
    }
}
