package io.millrace.engine.config;

/**
 * Length of a bar. Bars begin at whole multiples of it since the epoch, so it divides a day and a day's first bar begins at
 * midnight UTC. Immutable; any thread.
 *
 * @param name the length in its largest unit: {@code 1s}, {@code 5m}, {@code 1d}
 * @param intervalNs the length, ns
 */
public record BarInterval(String name, long intervalNs) {
    static final String ALLOWED = "must be a duration from 100ms to 1d that divides a day";

    private static final long MIN_NS = 100_000_000L;
    private static final long DAY_NS = 86_400_000_000_000L;

    public BarInterval {
        if (!allowed(intervalNs) || !Quantities.durationText(intervalNs).equals(name)) {
            throw new InvalidValueException("bar", name, ALLOWED);
        }
    }

    /** The bar of a length. */
    public static BarInterval ofNs(long intervalNs) {
        return new BarInterval(Quantities.durationText(intervalNs), intervalNs);
    }

    static boolean allowed(long intervalNs) {
        return intervalNs >= MIN_NS && intervalNs <= DAY_NS && DAY_NS % intervalNs == 0;
    }
}
