package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Mean and population variance of the last {@code period} values.
 *
 * <p>Sums of the deviations from a reference and of their squares, kept in the ring of {@link RollingSum}; a slot is
 * {@code (value or suffix sum, suffix sum of squares)}. At the end of each lap the reference becomes the lap's last
 * value, which stays in the window during the whole next lap. As the reference is one of the {@code n} values, the sum
 * of squares about it is at most {@code n + 1} times that about the mean. So at most that factor is lost to
 * cancellation, whatever the level of the prices and whatever outliers have passed, and the variance cannot come out
 * negative. When all values are equal, every deviation and so the variance is exactly zero.
 *
 * <p>The moments are those of the window once {@code period} values were pushed.
 *
 * <p>Any thread; no allocation.
 */
final class RollingMoments {
    private static final int SLOT_SIZE_BYTES = 2 * Double.BYTES;

    private final double period;
    private final int referenceOffset;
    private final int prefixOffset;
    private final int prefixOfSquaresOffset;
    private final int positionOffset;
    private final int ringOffset;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingMoments(int period, int base) {
        this.period = period;
        referenceOffset = base;
        prefixOffset = referenceOffset + Double.BYTES;
        prefixOfSquaresOffset = prefixOffset + Double.BYTES;
        positionOffset = prefixOfSquaresOffset + Double.BYTES;
        ringOffset = positionOffset + Long.BYTES;
        ringSizeBytes = period * SLOT_SIZE_BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return ringOffset + ringSizeBytes;
    }

    /** Takes a value in and drops the oldest. */
    void push(MutableDirectBuffer state, int offset, double value) {
        int ring = offset + ringOffset;
        int position = state.getInt(offset + positionOffset);
        double deviation = value - state.getDouble(offset + referenceOffset);
        double prefix = state.getDouble(offset + prefixOffset) + deviation;
        double prefixOfSquares = state.getDouble(offset + prefixOfSquaresOffset) + deviation * deviation;
        state.putDouble(ring + position, value);
        position += SLOT_SIZE_BYTES;
        if (position == ringSizeBytes) {
            fold(state, ring, value);
            state.putDouble(offset + referenceOffset, value);
            position = 0;
            prefix = 0.0;
            prefixOfSquares = 0.0;
        }
        state.putInt(offset + positionOffset, position);
        state.putDouble(offset + prefixOffset, prefix);
        state.putDouble(offset + prefixOfSquaresOffset, prefixOfSquares);
    }

    /** The sum of the deviations of the window from the reference. */
    double sum(MutableDirectBuffer state, int offset) {
        int slot = offset + ringOffset + state.getInt(offset + positionOffset);
        return state.getDouble(offset + prefixOffset) + state.getDouble(slot);
    }

    /** The mean, given the {@linkplain #sum sum of the deviations}. */
    double mean(MutableDirectBuffer state, int offset, double sum) {
        return state.getDouble(offset + referenceOffset) + sum / period;
    }

    /** The population variance, given the {@linkplain #sum sum of the deviations}; never negative. */
    double variance(MutableDirectBuffer state, int offset, double sum) {
        int slot = offset + ringOffset + state.getInt(offset + positionOffset);
        double sumOfSquares = state.getDouble(offset + prefixOfSquaresOffset) + state.getDouble(slot + Double.BYTES);
        return (sumOfSquares - sum * sum / period) / period;
    }

    private void fold(MutableDirectBuffer state, int ring, double reference) {
        double suffix = 0.0;
        double suffixOfSquares = 0.0;
        for (int slot = ring + ringSizeBytes - SLOT_SIZE_BYTES; slot >= ring; slot -= SLOT_SIZE_BYTES) {
            double deviation = state.getDouble(slot) - reference;
            suffix += deviation;
            suffixOfSquares += deviation * deviation;
            state.putDouble(slot, suffix);
            state.putDouble(slot + Double.BYTES, suffixOfSquares);
        }
    }
}
