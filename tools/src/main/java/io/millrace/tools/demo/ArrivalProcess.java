package io.millrace.tools.demo;

/**
 * When events come: a Hawkes process, in which each event makes the next ones more likely for a second or two, so that they
 * come in clusters. Simulated by thinning (Ogata 1981). One thread.
 */
final class ArrivalProcess {
    /** Events that one event draws after it, on average. */
    private static final double OFFSPRING = 0.55;

    private static final double DECAY_PER_SECOND = 1.4;

    private final Randomness random;
    private double excitation;

    ArrivalProcess(Randomness random) {
        this.random = random;
    }

    /** Share of a base rate that makes the given rate with clustering. */
    static double baseShare() {
        return 1 - OFFSPRING;
    }

    /** Forgets what went before: at an open or after a break. */
    void calm() {
        excitation = 0;
    }

    /**
     * The next event within the current second.
     *
     * @param from fraction of the second that has passed
     * @param baseRate events per second without excitation
     * @return fraction of the second at which it comes; 1 or more when the second ends without
     */
    double next(double from, double baseRate) {
        double at = from;
        while (true) {
            double bound = baseRate + excitation;
            if (bound <= 0) {
                return 1;
            }
            double step = random.exponential(1 / bound);
            if (at + step >= 1) {
                excitation *= StrictMath.exp(-DECAY_PER_SECOND * (1 - at));
                return 1;
            }
            at += step;
            excitation *= StrictMath.exp(-DECAY_PER_SECOND * step);
            if (random.uniform() * bound <= baseRate + excitation) {
                excitation += OFFSPRING * DECAY_PER_SECOND;
                return at;
            }
        }
    }
}
