package io.millrace.engine.indicator;

/**
 * What one parameter of an indicator may be. Immutable; any thread.
 *
 * @param name the key in the configuration
 * @param defaultValue the value when the configuration names none
 * @param min the smallest value allowed
 * @param max the largest value allowed
 * @param integer whether only whole numbers are allowed
 */
public record ParameterSpec(String name, double defaultValue, double min, double max, boolean integer) {
    /** The largest window an indicator may have, in bars: it bounds the state of an instrument. */
    public static final int MAX_PERIOD = 10_000;

    public ParameterSpec {
        if (!(min <= defaultValue && defaultValue <= max)) {
            throw new IllegalArgumentException(
                    name + ": the default " + defaultValue + " is not in [" + min + ", " + max + "]");
        }
    }

    static ParameterSpec bars(String name, int defaultValue, int min) {
        return new ParameterSpec(name, defaultValue, min, MAX_PERIOD, true);
    }

    /** Whether the value is allowed. NaN and infinities never are. */
    public boolean allows(double value) {
        return value >= min && value <= max && (!integer || value == StrictMath.rint(value));
    }

    /** What is allowed, for messages: {@code a whole number from 1 to 10000}. */
    public String allowed() {
        return (integer ? "a whole number from " : "a number from ") + text(min) + " to " + text(max);
    }

    /** The value without a needless fraction: 20, not 20.0. */
    static String text(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }
}
