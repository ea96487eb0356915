package io.millrace.tools.demo;

/**
 * Random numbers that are the same on every Java: SplitMix64 (Steele, Lea, Flood 2014) with strict maths on top. One thread.
 */
final class Randomness {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;
    private double spareGaussian;
    private boolean spare;

    Randomness(long seed) {
        this.state = seed;
    }

    /** An independent stream for a purpose: equal numbers for equal seed and names. */
    static Randomness of(long seed, long purpose, long index) {
        return new Randomness(mix(mix(seed + GOLDEN_GAMMA) ^ mix(purpose * GOLDEN_GAMMA) ^ mix(index + 1)));
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - uniform());
    }

    /** Standard normal, by Marsaglia's polar method. */
    double gaussian() {
        if (spare) {
            spare = false;
            return spareGaussian;
        }
        double u;
        double v;
        double s;
        do {
            u = 2 * uniform() - 1;
            v = 2 * uniform() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
        spareGaussian = v * factor;
        spare = true;
        return u * factor;
    }
}
