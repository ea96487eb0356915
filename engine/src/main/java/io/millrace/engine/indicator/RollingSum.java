package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Sum of the last {@code period} values, without ever subtracting one.
 *
 * <p>The ring holds two halves. Slots before the write position hold the values of the current lap, and {@code prefix}
 * their sum. Slots from the write position on belong to the lap before, and each holds the sum of its own value and all
 * later ones of that lap. So the window is {@code prefix + slot[position]}: one addition. When the position comes to
 * the end, the values of the finished lap are folded in place, from the back, into such suffix sums: {@code period}
 * additions once in {@code period} values.
 *
 * <p>As nothing is subtracted, an outlier leaves no trace once it has left the window, error does not grow with the
 * length of the run (it stays under {@code period} roundings of the sum of magnitudes in the window), and a sum of
 * values that are not negative is zero only when all of them are. {@link RollingMoments} and {@link RollingExtremes}
 * use the same ring.
 *
 * <p>The sum is that of the window once {@code period} values were pushed; the first lap ends exactly there, so the
 * zeros of a fresh slice are never read as values.
 *
 * <p>Any thread; no allocation.
 */
final class RollingSum {
    private static final int PREFIX = 0;
    private static final int POSITION = PREFIX + Double.BYTES;
    private static final int RING = POSITION + Long.BYTES;

    private final int base;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingSum(int period, int base) {
        this.base = base;
        this.ringSizeBytes = period * Double.BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return base + RING + ringSizeBytes;
    }

    /** Takes a value in, drops the oldest, returns the sum. */
    double push(MutableDirectBuffer state, int offset, double value) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long ring = fields + RING;
        int position = Slice.getInt(memory, fields + POSITION);
        double prefix = Slice.getDouble(memory, fields + PREFIX) + value;
        Slice.putDouble(memory, ring + position, value);
        position += Double.BYTES;
        if (position == ringSizeBytes) {
            fold(memory, ring, ringSizeBytes);
            position = 0;
            prefix = 0.0;
        }
        Slice.putInt(memory, fields + POSITION, position);
        Slice.putDouble(memory, fields + PREFIX, prefix);
        return prefix + Slice.getDouble(memory, ring + position);
    }

    private static void fold(byte[] memory, long ring, int ringSizeBytes) {
        double suffix = 0.0;
        for (int slot = ringSizeBytes - Double.BYTES; slot >= 0; slot -= Double.BYTES) {
            suffix += Slice.getDouble(memory, ring + slot);
            Slice.putDouble(memory, ring + slot, suffix);
        }
    }
}
