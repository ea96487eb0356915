package io.millrace.tools.demo;

/**
 * Volatility that clusters: its logarithm wanders around a mean, and now and then it jumps and calms down over minutes. One
 * thread.
 */
final class Volatility {
    private static final double MEMORY_SECONDS = 900;
    private static final double SPREAD = 0.55;
    private static final double BURST_DECAY_SECONDS = 300;
    private static final double BURSTS_PER_SESSION = 3;

    private final Randomness random;
    private double wander;
    private double burst;

    Volatility(Randomness random) {
        this.random = random;
        this.wander = SPREAD * random.gaussian();
    }

    /** Goes on by one second and returns the factor on the base volatility. */
    double next() {
        double rate = 1 / MEMORY_SECONDS;
        wander += -rate * wander + SPREAD * Math.sqrt(2 * rate) * random.gaussian();
        burst -= burst / BURST_DECAY_SECONDS;
        if (random.chance(BURSTS_PER_SESSION / TradingHours.SESSION_SECONDS)) {
            burst += random.uniform(0.8, 1.5);
        }
        // The mean of exp(wander) is kept at one, so the base volatility means what it says.
        return StrictMath.exp(wander - SPREAD * SPREAD / 2 + burst);
    }
}
