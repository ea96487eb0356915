package io.millrace.engine.config;

import io.millrace.engine.indicator.ParameterSpec;
import java.math.BigDecimal;

/**
 * What a number in the configuration may be: its unit and its bounds. One place serves the reader, the records' constructors
 * and the error text.
 *
 * <p>Any thread. Values are doubles; every whole number in use is far below 2^53.
 *
 * @param unit how the number is written
 * @param min the smallest value allowed, in the unit's base
 * @param max the largest value allowed, in the unit's base
 */
record ValueRange(Unit unit, double min, double max) {
    private static final int MAX_NUMBER_LENGTH = 64;

    enum Unit {
        WHOLE("a whole number"),
        POWER_OF_TWO("a power of two"),
        DECIMAL("a number"),
        DURATION_MS("a duration in whole milliseconds"),
        SIZE_BYTES("a size");

        private final String description;

        Unit(String description) {
            this.description = description;
        }
    }

    static ValueRange whole(long min, long max) {
        return new ValueRange(Unit.WHOLE, min, max);
    }

    static ValueRange decimal(double min, double max) {
        return new ValueRange(Unit.DECIMAL, min, max);
    }

    static ValueRange of(ParameterSpec spec) {
        return new ValueRange(spec.integer() ? Unit.WHOLE : Unit.DECIMAL, spec.min(), spec.max());
    }

    /** Half a sentence for errors: {@code must be a whole number from 1 to 256}. */
    String allowed() {
        return "must be " + unit.description + " from " + text(min) + " to " + text(max);
    }

    /** Reads a value; NaN when the text is not of the unit. */
    double parse(String text) {
        return switch (unit) {
            case DURATION_MS -> milliseconds(Quantities.durationNs(text));
            case SIZE_BYTES -> {
                long bytes = Quantities.sizeBytes(text);
                yield bytes == Quantities.MALFORMED ? Double.NaN : bytes;
            }
            case WHOLE, POWER_OF_TWO, DECIMAL -> number(text);
        };
    }

    boolean allows(double value) {
        if (!(value >= min && value <= max)) {
            return false;
        }
        if (unit == Unit.DECIMAL) {
            return true;
        }
        boolean whole = value == (long) value;
        return whole && (unit != Unit.POWER_OF_TWO || Long.bitCount((long) value) == 1);
    }

    /** Throws when the value is not allowed. */
    void require(String key, double value) {
        if (!allows(value)) {
            throw new InvalidValueException(key, value, allowed());
        }
    }

    private String text(double value) {
        return switch (unit) {
            case DURATION_MS -> Quantities.durationText((long) (value * 1_000_000));
            case SIZE_BYTES -> Quantities.sizeText((long) value);
            case WHOLE, POWER_OF_TWO, DECIMAL -> Quantities.numberText(value);
        };
    }

    private static double milliseconds(long ns) {
        if (ns == Quantities.MALFORMED || ns % 1_000_000 != 0) {
            return Double.NaN;
        }
        long ms = ns / 1_000_000;
        return ms;
    }

    private static double number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            return Double.NaN;
        }
        try {
            // BigDecimal takes plain decimal notation only, where Double takes "NaN", "0x1p3" and "1f" as well.
            return Double.parseDouble(new BigDecimal(text).toString()) + 0.0;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
