package io.millrace.engine.indicator;

/**
 * Exponential smoothing that begins with the plain mean of its first {@code period} values, as TA-Lib's and Wilder's
 * averages do. One double of state holds the running sum of the seed, later the average.
 *
 * <p>Any thread; no allocation.
 */
final class SeededAverage {
    /**
     * Below this magnitude a smoothed value is set to zero. In a still market it decays for ever, and arithmetic on
     * subnormal numbers costs a hundred times the usual.
     */
    static final double NEGLIGIBLE = 1e-280;

    private final int period;
    private final double weight;

    private SeededAverage(int period, double weight) {
        this.period = period;
        this.weight = weight;
    }

    /** The usual exponential average: the newest value weighs {@code 2 / (period + 1)}. */
    static SeededAverage exponential(int period) {
        return new SeededAverage(period, 2.0 / (period + 1));
    }

    /** Wilder's average: the newest value weighs {@code 1 / period}. */
    static SeededAverage wilder(int period) {
        return new SeededAverage(period, 1.0 / period);
    }

    /**
     * The state after one more value. It is an average when {@code ordinal >= period}.
     *
     * @param previous the state before; zero for the first value
     * @param ordinal the number of the value, from 1 on
     * @param value the value
     */
    double next(double previous, long ordinal, double value) {
        if (ordinal > period) {
            return flush((value - previous) * weight + previous);
        }
        double sum = previous + value;
        return ordinal == period ? sum / period : sum;
    }

    /** The value, or zero when its magnitude is {@linkplain #NEGLIGIBLE negligible}. */
    static double flush(double value) {
        return Math.abs(value) < NEGLIGIBLE ? 0.0 : value;
    }
}
