package io.millrace.journal.record;

import java.math.BigDecimal;

/**
 * Fixed-point numbers: a 64-bit mantissa and a power of ten that belongs to the instrument, not to the value.
 *
 * <p>Any thread; no state. {@link #parse} and {@link #toDouble} do not allocate. Exponents run from
 * {@value #MIN_EXPONENT} to {@value #MAX_EXPONENT}; another one is an {@link IllegalArgumentException}. A text that
 * cannot be represented exactly gives one of three negative sentinels, never a rounded value and never an exception.
 */
public final class Decimals {

    /** The magnitude does not fit the mantissa. */
    public static final long OVERFLOW = Long.MIN_VALUE;

    /** The text is not a decimal number; NaN and infinities are not. */
    public static final long MALFORMED = Long.MIN_VALUE + 1;

    /** The text has a non-zero digit below the exponent. */
    public static final long INEXACT = Long.MIN_VALUE + 2;

    /** Exponent of amounts of money, which belong to no instrument: eight decimals of its quote asset. */
    public static final int MONEY_EXPONENT = -8;

    public static final int MIN_EXPONENT = -18;
    public static final int MAX_EXPONENT = 18;

    /** Largest magnitude of a negative value: those below it are the sentinels. */
    private static final long NEGATIVE_LIMIT = Long.MAX_VALUE - 2;

    /** So many digits never overflow a long. */
    private static final int SAFE_DIGITS = 18;

    private static final int EXPONENT_CLAMP = 1_000_000_000;

    private static final long EXACT_DOUBLE_LIMIT = 1L << 53;

    private static final long[] POWERS = new long[SAFE_DIGITS + 1];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Decimals() {}

    /** Whether a result of {@link #parse} is a value and not a sentinel. */
    public static boolean isValue(long parsed) {
        return parsed > INEXACT;
    }

    /**
     * Mantissa of a decimal text at an exponent: {@code "61800.30"} at -8 is 6180030000000.
     *
     * <p>Accepted: an optional sign, digits with at most one point and at least one digit, an optional power of ten
     * such as {@code e-5}. No spaces. When a text is both too large and too fine, {@link #OVERFLOW} is the answer.
     */
    public static long parse(byte[] ascii, int offset, int length, int exponent) {
        checkExponent(exponent);
        int end = offset + length;
        int i = offset;
        boolean negative = false;
        if (length > 0 && (ascii[i] == '-' || ascii[i] == '+')) {
            negative = ascii[i] == '-';
            i++;
        }
        int digitsFrom = i;
        if (end - digitsFrom > SAFE_DIGITS + 1) {
            return parseAnyLength(ascii, digitsFrom, end, exponent, negative);
        }
        long mantissa = 0;
        int fractionFrom = -1;
        for (; i < end; i++) {
            int digit = ascii[i] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
            } else if (ascii[i] == '.' && fractionFrom < 0) {
                fractionFrom = i + 1;
            } else {
                return parseAnyLength(ascii, digitsFrom, end, exponent, negative);
            }
        }
        int digits = end - digitsFrom - (fractionFrom < 0 ? 0 : 1);
        int shift = (fractionFrom < 0 ? 0 : fractionFrom - end) - exponent;
        if (digits == 0 || digits > SAFE_DIGITS || shift < 0 || shift + digits > SAFE_DIGITS) {
            return parseAnyLength(ascii, digitsFrom, end, exponent, negative);
        }
        mantissa *= POWERS[shift];
        return negative ? -mantissa : mantissa;
    }

    /** The general case: takes digits down to the exponent, remembers whether any below it was not zero. */
    private static long parseAnyLength(byte[] ascii, int from, int end, int exponent, boolean negative) {
        int mantissaEnd = from;
        int point = -1;
        int digits = 0;
        for (; mantissaEnd < end; mantissaEnd++) {
            byte c = ascii[mantissaEnd];
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && point < 0) {
                point = mantissaEnd;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return MALFORMED;
        }
        long scale = 0;
        if (mantissaEnd < end) {
            scale = parseScale(ascii, mantissaEnd, end);
            if (scale == MALFORMED) {
                return MALFORMED;
            }
        }
        // Power of ten of the digit at hand, relative to the exponent asked for.
        long power = scale - exponent + (point < 0 ? digits : point - from) - 1;
        long limit = negative ? NEGATIVE_LIMIT : Long.MAX_VALUE;
        long mantissa = 0;
        boolean inexact = false;
        for (int i = from; i < mantissaEnd; i++) {
            if (i == point) {
                continue;
            }
            int digit = ascii[i] - '0';
            if (power >= 0) {
                if (mantissa > (limit - digit) / 10) {
                    return OVERFLOW;
                }
                mantissa = mantissa * 10 + digit;
            } else if (digit != 0) {
                inexact = true;
            }
            power--;
        }
        // Places between the last digit given and the exponent.
        for (; power >= 0 && mantissa != 0; power--) {
            if (mantissa > limit / 10) {
                return OVERFLOW;
            }
            mantissa *= 10;
        }
        if (inexact) {
            return INEXACT;
        }
        return negative ? -mantissa : mantissa;
    }

    private static long parseScale(byte[] ascii, int from, int end) {
        int i = from;
        if (ascii[i] != 'e' && ascii[i] != 'E') {
            return MALFORMED;
        }
        i++;
        boolean negative = false;
        if (i < end && (ascii[i] == '-' || ascii[i] == '+')) {
            negative = ascii[i] == '-';
            i++;
        }
        if (i == end) {
            return MALFORMED;
        }
        long scale = 0;
        for (; i < end; i++) {
            int digit = ascii[i] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            scale = Math.min(EXPONENT_CLAMP, scale * 10 + digit);
        }
        return negative ? -scale : scale;
    }

    /**
     * The nearest double for mantissas below 2^53 in magnitude, one within a unit in the last place above. The same on
     * every machine.
     */
    public static double toDouble(long mantissa, int exponent) {
        checkExponent(exponent);
        if (exponent >= 0) {
            return (double) mantissa * (double) POWERS[exponent];
        }
        long power = POWERS[-exponent];
        if (mantissa < EXACT_DOUBLE_LIMIT && mantissa > -EXACT_DOUBLE_LIMIT) {
            return (double) mantissa / (double) power;
        }
        long whole = mantissa / power;
        return (double) whole + (double) (mantissa - whole * power) / (double) power;
    }

    /** The exact value; allocates. */
    public static BigDecimal toBigDecimal(long mantissa, int exponent) {
        checkExponent(exponent);
        return BigDecimal.valueOf(mantissa, -exponent);
    }

    /** The exact value as plain digits without trailing zeros of the fraction, for people; allocates. */
    public static String toText(long mantissa, int exponent) {
        if (mantissa == 0) {
            checkExponent(exponent);
            return "0";
        }
        return toBigDecimal(mantissa, exponent).stripTrailingZeros().toPlainString();
    }

    private static void checkExponent(int exponent) {
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            throw new IllegalArgumentException("exponent " + exponent + " is outside " + MIN_EXPONENT + " to "
                    + MAX_EXPONENT + "; choose one inside");
        }
    }
}
