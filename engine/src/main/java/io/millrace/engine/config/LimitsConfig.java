package io.millrace.engine.config;

/**
 * What stops a signal although its rule fired; 0 (or false) switches a limit off. Immutable; any thread.
 *
 * @param minVolatilityBps least ATR, basis points of the entry price
 * @param minConfidence least confidence, 0 to 1
 * @param minRiskReward least ratio of the distances to target and stop
 * @param maxSpreadBps widest quoted spread, basis points of the mid price
 * @param blockSameDirection whether an unexpired signal of the same rule and direction stops another
 * @param cooldownBars least distance of two signals of one rule on one instrument, bars
 * @param maxSignalsPerHour signals of one instrument in one UTC hour of event time
 */
public record LimitsConfig(
        double minVolatilityBps,
        double minConfidence,
        double minRiskReward,
        double maxSpreadBps,
        boolean blockSameDirection,
        int cooldownBars,
        int maxSignalsPerHour) {
    static final ValueRange MIN_VOLATILITY_BPS = ValueRange.decimal(0, 10_000);
    static final ValueRange MIN_CONFIDENCE = ValueRange.decimal(0, 1);
    static final ValueRange MIN_RISK_REWARD = ValueRange.decimal(0, 1_000);
    static final ValueRange MAX_SPREAD_BPS = ValueRange.decimal(0, 20_000);
    static final ValueRange COOLDOWN_BARS = ValueRange.whole(0, 10_000);
    static final ValueRange MAX_SIGNALS_PER_HOUR = ValueRange.whole(0, 1_000_000);

    public LimitsConfig {
        MIN_VOLATILITY_BPS.require("min-volatility-bps", minVolatilityBps);
        MIN_CONFIDENCE.require("min-confidence", minConfidence);
        MIN_RISK_REWARD.require("min-risk-reward", minRiskReward);
        MAX_SPREAD_BPS.require("max-spread-bps", maxSpreadBps);
        COOLDOWN_BARS.require("cooldown-bars", cooldownBars);
        MAX_SIGNALS_PER_HOUR.require("max-signals-per-hour", maxSignalsPerHour);
    }
}
