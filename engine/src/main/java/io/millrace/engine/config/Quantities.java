package io.millrace.engine.config;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Reads and writes numbers with units as they stand in the configuration: {@code 500ms}, {@code 64KiB}, {@code 0.25}.
 *
 * <p>Any thread. Malformed or overflowing text gives {@link #MALFORMED}; nothing throws.
 */
final class Quantities {
    static final long MALFORMED = -1;

    private static final String[] DURATION_UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};
    private static final long[] DURATION_NS = {
        86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };
    private static final String[] SIZE_UNITS = {"GiB", "MiB", "KiB", "B"};
    private static final long[] SIZE_BYTES = {1L << 30, 1L << 20, 1L << 10, 1L};

    private Quantities() {}

    /** Nanoseconds of {@code 5m}, {@code 500ms} and the like; the unit is needed. */
    static long durationNs(String text) {
        return withUnit(text, DURATION_UNITS, DURATION_NS);
    }

    /** The duration in its largest unit that needs no fraction. */
    static String durationText(long durationNs) {
        return text(durationNs, DURATION_UNITS, DURATION_NS);
    }

    /** Bytes of {@code 64KiB} and the like; a bare number is bytes. */
    static long sizeBytes(String text) {
        boolean bare = !text.isEmpty() && isDigit(text.charAt(text.length() - 1));
        return withUnit(bare ? text + "B" : text, SIZE_UNITS, SIZE_BYTES);
    }

    /** The size in its largest unit that needs no fraction. */
    static String sizeText(long sizeBytes) {
        return text(sizeBytes, SIZE_UNITS, SIZE_BYTES);
    }

    /**
     * The shortest decimal that reads back as the same double, without an exponent. {@code Double.toString} will not do: it
     * changed with JDK 19, and the digest of this text must not depend on the JDK.
     */
    static String numberText(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (Double.parseDouble(rounded.toString()) == value) {
                return plain(rounded);
            }
        }
        return plain(exact.round(new MathContext(17)));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static long withUnit(String text, String[] units, long[] factors) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 18) {
            return MALFORMED;
        }
        long count = Long.parseLong(text, 0, digits, 10);
        String unit = text.substring(digits);
        for (int i = 0; i < units.length; i++) {
            if (units[i].equals(unit)) {
                return count > Long.MAX_VALUE / factors[i] ? MALFORMED : count * factors[i];
            }
        }
        return MALFORMED;
    }

    private static String text(long value, String[] units, long[] factors) {
        int last = units.length - 1;
        for (int i = 0; i < last; i++) {
            if (value != 0 && value % factors[i] == 0) {
                return value / factors[i] + units[i];
            }
        }
        return value + units[last];
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
