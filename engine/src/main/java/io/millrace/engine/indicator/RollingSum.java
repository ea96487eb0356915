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
    private final int prefixOffset;
    private final int positionOffset;
    private final int ringOffset;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingSum(int period, int base) {
        prefixOffset = base;
        positionOffset = prefixOffset + Double.BYTES;
        ringOffset = positionOffset + Long.BYTES;
        ringSizeBytes = period * Double.BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return ringOffset + ringSizeBytes;
    }

    /** Takes a value in, drops the oldest, returns the sum. */
    double push(MutableDirectBuffer state, int offset, double value) {
        int ring = offset + ringOffset;
        int position = state.getInt(offset + positionOffset);
        double prefix = state.getDouble(offset + prefixOffset) + value;
        state.putDouble(ring + position, value);
        position += Double.BYTES;
        if (position == ringSizeBytes) {
            fold(state, ring);
            position = 0;
            prefix = 0.0;
        }
        state.putInt(offset + positionOffset, position);
        state.putDouble(offset + prefixOffset, prefix);
        return prefix + state.getDouble(ring + position);
    }

    private void fold(MutableDirectBuffer state, int ring) {
        double suffix = 0.0;
        for (int slot = ring + ringSizeBytes - Double.BYTES; slot >= ring; slot -= Double.BYTES) {
            suffix += state.getDouble(slot);
            state.putDouble(slot, suffix);
        }
    }
}
