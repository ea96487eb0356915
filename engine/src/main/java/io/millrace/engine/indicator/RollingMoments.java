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

    private static final int REFERENCE = 0;
    private static final int PREFIX = REFERENCE + Double.BYTES;
    private static final int PREFIX_OF_SQUARES = PREFIX + Double.BYTES;
    private static final int POSITION = PREFIX_OF_SQUARES + Double.BYTES;
    private static final int RING = POSITION + Long.BYTES;

    private final double period;
    private final int base;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingMoments(int period, int base) {
        this.period = period;
        this.base = base;
        this.ringSizeBytes = period * SLOT_SIZE_BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return base + RING + ringSizeBytes;
    }

    /** Takes a value in and drops the oldest. */
    void push(MutableDirectBuffer state, int offset, double value) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long ring = fields + RING;
        int position = Slice.getInt(memory, fields + POSITION);
        double deviation = value - Slice.getDouble(memory, fields + REFERENCE);
        double prefix = Slice.getDouble(memory, fields + PREFIX) + deviation;
        double prefixOfSquares = Slice.getDouble(memory, fields + PREFIX_OF_SQUARES) + deviation * deviation;
        Slice.putDouble(memory, ring + position, value);
        position += SLOT_SIZE_BYTES;
        if (position == ringSizeBytes) {
            fold(memory, ring, ringSizeBytes, value);
            Slice.putDouble(memory, fields + REFERENCE, value);
            position = 0;
            prefix = 0.0;
            prefixOfSquares = 0.0;
        }
        Slice.putInt(memory, fields + POSITION, position);
        Slice.putDouble(memory, fields + PREFIX, prefix);
        Slice.putDouble(memory, fields + PREFIX_OF_SQUARES, prefixOfSquares);
    }

    /** The sum of the deviations of the window from the reference. */
    double sum(MutableDirectBuffer state, int offset) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long slot = fields + RING + Slice.getInt(memory, fields + POSITION);
        return Slice.getDouble(memory, fields + PREFIX) + Slice.getDouble(memory, slot);
    }

    /** The mean, given the {@linkplain #sum sum of the deviations}. */
    double mean(MutableDirectBuffer state, int offset, double sum) {
        long fields = Slice.address(state, offset + base);
        return Slice.getDouble(state.byteArray(), fields + REFERENCE) + sum / period;
    }

    /** The population variance, given the {@linkplain #sum sum of the deviations}; never negative. */
    double variance(MutableDirectBuffer state, int offset, double sum) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long slot = fields + RING + Slice.getInt(memory, fields + POSITION);
        double sumOfSquares =
                Slice.getDouble(memory, fields + PREFIX_OF_SQUARES) + Slice.getDouble(memory, slot + Double.BYTES);
        return (sumOfSquares - sum * sum / period) / period;
    }

    private static void fold(byte[] memory, long ring, int ringSizeBytes, double reference) {
        double suffix = 0.0;
        double suffixOfSquares = 0.0;
        for (int slot = ringSizeBytes - SLOT_SIZE_BYTES; slot >= 0; slot -= SLOT_SIZE_BYTES) {
            double deviation = Slice.getDouble(memory, ring + slot) - reference;
            suffix += deviation;
            suffixOfSquares += deviation * deviation;
            Slice.putDouble(memory, ring + slot, suffix);
            Slice.putDouble(memory, ring + slot + Double.BYTES, suffixOfSquares);
        }
    }
}
