package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.Locale;

/**
 * How fast recorded events are published, as a multiple of the pace at which they happened; 0 is as fast as it goes.
 *
 * @param multiple of the recorded pace
 */
public record Pace(double multiple) {
    /** As fast as the engine takes them. */
    public static final Pace MAX = new Pace(0);

    /** As they happened. */
    public static final Pace RECORDED = new Pace(1);

    private static final double FASTEST = 1e9;

    /** Reads {@code max}, {@code recorded} or {@code 50x}. */
    public static Pace parse(final String text) {
        final String plain = text.toLowerCase(Locale.ROOT);
        if (plain.equals("max")) {
            return MAX;
        }
        if (plain.equals("recorded")) {
            return RECORDED;
        }
        if (plain.endsWith("x")) {
            try {
                final double multiple = Double.parseDouble(plain.substring(0, plain.length() - 1));
                if (multiple > 0 && multiple <= FASTEST) {
                    return new Pace(multiple);
                }
            } catch (final NumberFormatException e) {
                // Falls through to the one message for everything that is no pace.
            }
        }
        throw new ConfigurationError(
                "pace '" + text + "' is not known: use max, recorded, or a multiple such as 50x (above 0)");
    }

    /** True when nothing waits. */
    public boolean isMax() {
        return multiple == 0;
    }
}
