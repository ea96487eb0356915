package io.millrace.archiver.sink;

/**
 * Fixed-point numbers in the binary format of PostgreSQL's numeric: digits to the base of 10000, aligned at the decimal
 * point.
 *
 * <p>Any thread; no allocation. Exact for every mantissa and every exponent from -128 to 127.
 */
final class NumericFormat {
    /**
     * Header of four 16-bit fields and six digits: a 64-bit mantissa has 19 decimal digits, one more group for
     * alignment.
     */
    static final int MAX_BYTES = 8 + 2 * 6;

    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int[] POWER = {1, 10, 100, 1000, 10_000};

    private NumericFormat() {}

    /** Writes the value and returns its length in bytes. */
    static int encode(long mantissa, int exponent, byte[] target, int offset) {
        int scale = Math.max(0, -exponent);
        if (mantissa == 0) {
            return header(target, offset, 0, 0, POSITIVE, scale);
        }
        // The lowest group holds 4 - shift digits of the mantissa, so that groups meet at the decimal point.
        int lowestWeight = Math.floorDiv(exponent, 4);
        int shift = Math.floorMod(exponent, 4);
        // Long.MIN_VALUE has no positive counterpart, so the digits are taken as unsigned.
        long rest = mantissa < 0 ? -mantissa : mantissa;
        int part = POWER[4 - shift];
        int group = (int) Long.remainderUnsigned(rest, part) * POWER[shift];
        rest = Long.divideUnsigned(rest, part);
        while (group == 0) {
            group = (int) (rest % 10_000);
            rest /= 10_000;
            lowestWeight++;
        }

        int digits = 1;
        for (long higher = rest; higher != 0; higher /= 10_000) {
            digits++;
        }
        int at = offset + 8 + 2 * (digits - 1);
        putShort(target, at, group);
        for (; rest != 0; rest /= 10_000) {
            at -= 2;
            putShort(target, at, (int) (rest % 10_000));
        }
        return header(target, offset, digits, lowestWeight + digits - 1, mantissa < 0 ? NEGATIVE : POSITIVE, scale);
    }

    private static int header(byte[] target, int offset, int digits, int weight, int sign, int scale) {
        putShort(target, offset, digits);
        putShort(target, offset + 2, weight);
        putShort(target, offset + 4, sign);
        putShort(target, offset + 6, scale);
        return 8 + 2 * digits;
    }

    private static void putShort(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >> 8);
        target[offset + 1] = (byte) value;
    }
}
