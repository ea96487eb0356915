package io.millrace.tools.demo;

/**
 * What a price does for a while. Immutable.
 *
 * <p>The figures are chosen so that a rule can earn or lose by telling regimes apart: a trend moves about twice as far in half
 * an hour as chance alone would, and a reverting price comes back within minutes.
 */
enum Regime {
    TREND_UP(1, 0.8, 1.2, false),
    TREND_DOWN(-1, 0.9, 1.2, false),
    REVERTING(0, 1.2, 0.9, true),
    QUIET(0, 0.5, 0.6, false),
    BURST(0, 2.4, 2.2, false);

    private static final double TREND_PER_SECOND = 5.5e-6;
    private static final int SHORTEST_SECONDS = 600;
    private static final int MEAN_EXTRA_SECONDS = 1_200;
    private static final int LONGEST_SECONDS = 3_600;
    private static final double BURST_SHARE = 0.45;

    private final int direction;
    private final double volatility;
    private final double activity;
    private final boolean reverting;

    Regime(int direction, double volatility, double activity, boolean reverting) {
        this.direction = direction;
        this.volatility = volatility;
        this.activity = activity;
        this.reverting = reverting;
    }

    /** The one that follows: any other, quiet and burst less often than the rest. */
    Regime next(Randomness random) {
        while (true) {
            double draw = random.uniform();
            Regime next;
            if (draw < 0.27) {
                next = TREND_UP;
            } else if (draw < 0.54) {
                next = TREND_DOWN;
            } else if (draw < 0.78) {
                next = REVERTING;
            } else if (draw < 0.89) {
                next = QUIET;
            } else {
                next = BURST;
            }
            if (next != this) {
                return next;
            }
        }
    }

    int durationSeconds(Randomness random) {
        double drawn = SHORTEST_SECONDS + random.exponential(MEAN_EXTRA_SECONDS);
        int seconds = (int) Math.min(drawn, LONGEST_SECONDS);
        return this == BURST ? (int) (seconds * BURST_SHARE) : seconds;
    }

    /** Log return per second that is not chance. */
    double driftPerSecond() {
        return direction * TREND_PER_SECOND;
    }

    int direction() {
        return direction;
    }

    /** Factor on the instrument's own volatility. */
    double volatility() {
        return volatility;
    }

    /** Factor on the rate of events. */
    double activity() {
        return activity;
    }

    boolean reverting() {
        return reverting;
    }
}
