package io.millrace.engine.rule;

/** Turns how pronounced an event is into a confidence. Any thread. No allocation. */
final class Confidence {
    private Confidence() {}

    /**
     * {@code x / (x + half)}: 0 at 0, one half at {@code half}, below 1 everywhere.
     *
     * @param x how pronounced; what is not above 0, NaN too, gives 0; infinity gives 1
     * @param half the {@code x} that gives one half, above 0
     */
    static double squash(double x, double half) {
        if (!(x > 0.0)) {
            return 0.0;
        }
        double confidence = x / (x + half);
        return confidence <= 1.0 ? confidence : 1.0;
    }
}
