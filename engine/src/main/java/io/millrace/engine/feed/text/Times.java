package io.millrace.engine.feed.text;

import io.millrace.journal.record.Decimals;

/**
 * Times as numbers since the Unix epoch.
 *
 * <p>Any thread; no state; no allocation. Results are nanoseconds, UTC, from 1970 to 2262; anything else is
 * {@link #BAD}.
 */
public final class Times {

    /** No time. */
    public static final long BAD = Long.MIN_VALUE;

    public static final long NS_PER_SECOND = 1_000_000_000L;
    public static final long NS_PER_MS = 1_000_000L;
    public static final long NS_PER_US = 1_000L;

    /** Unit bounds: a plausible count of seconds has up to 11 digits, of ms 12 to 14, of us 15 to 17, of ns more. */
    private static final long MIN_SECONDS = 100_000_000L;

    private static final long MIN_MS = 100_000_000_000L;
    private static final long MIN_US = 100_000_000_000_000L;
    private static final long MIN_NS = 100_000_000_000_000_000L;

    private Times() {}

    /**
     * Time of a number in units of ten to the {@code unitExponent} seconds; a fraction of a nanosecond is dropped, as
     * recorders write binary fractions of seconds.
     */
    public static long parse(byte[] buffer, int start, int end, int unitExponent) {
        int cut = end;
        if (unitExponent > -9) {
            int point = start;
            while (point < end && buffer[point] != '.') {
                point++;
            }
            cut = Math.min(end, point + 10 + unitExponent);
            for (int i = cut; i < end; i++) {
                if (!Ascii.isDigit(buffer[i])) {
                    return BAD;
                }
            }
        }
        long ns = Decimals.parse(buffer, start, cut - start, -9 - unitExponent);
        return ns >= 0 ? ns : BAD;
    }

    /** Time of a number whose unit its magnitude tells: seconds, ms, us or ns between 1973 and 2262. */
    public static long parseAnyUnit(byte[] buffer, int start, int end) {
        long value = 0;
        int i = start;
        for (; i < end && Ascii.isDigit(buffer[i]); i++) {
            if (i - start == 19) {
                return BAD;
            }
            value = value * 10 + (buffer[i] - '0');
        }
        if (i == end) {
            return ofAnyUnit(value);
        }
        if (i == start || value < MIN_SECONDS) {
            return BAD;
        }
        return parse(buffer, start, end, value < MIN_MS ? 0 : value < MIN_US ? -3 : value < MIN_NS ? -6 : -9);
    }

    private static long ofAnyUnit(long value) {
        if (value < MIN_SECONDS) {
            return BAD;
        }
        if (value < MIN_MS) {
            return value <= Long.MAX_VALUE / NS_PER_SECOND ? value * NS_PER_SECOND : BAD;
        }
        if (value < MIN_US) {
            return value <= Long.MAX_VALUE / NS_PER_MS ? value * NS_PER_MS : BAD;
        }
        if (value < MIN_NS) {
            return value <= Long.MAX_VALUE / NS_PER_US ? value * NS_PER_US : BAD;
        }
        return value;
    }

    /** Nanoseconds of one unit of the time that {@link #parseAnyUnit} would read as digits only. */
    public static long unitNs(byte[] buffer, int start, int end) {
        int digits = 0;
        while (start + digits < end && Ascii.isDigit(buffer[start + digits])) {
            digits++;
        }
        return digits < 12 ? NS_PER_SECOND : digits < 15 ? NS_PER_MS : digits < 18 ? NS_PER_US : 1;
    }
}
