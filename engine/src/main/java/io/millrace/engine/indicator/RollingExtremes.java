package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Highest high and lowest low of the last {@code period} bars.
 *
 * <p>The ring of {@link RollingSum} with maximum and minimum in place of the sum; a slot is {@code (high, low)}. The
 * cost does not depend on the series: a steady trend, in which the extreme leaves the window on every bar, costs the
 * same as any other.
 *
 * <p>The extremes are those of the window once {@code period} bars were pushed.
 *
 * <p>Any thread; no allocation.
 */
final class RollingExtremes {
    private static final int SLOT_SIZE_BYTES = 2 * Double.BYTES;

    private static final int HIGHEST = 0;
    private static final int LOWEST = HIGHEST + Double.BYTES;
    private static final int POSITION = LOWEST + Double.BYTES;
    private static final int RING = POSITION + Long.BYTES;

    private final int base;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingExtremes(int period, int base) {
        this.base = base;
        this.ringSizeBytes = period * SLOT_SIZE_BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return base + RING + ringSizeBytes;
    }

    /** Takes a bar in and drops the oldest. */
    void push(MutableDirectBuffer state, int offset, double high, double low) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long ring = fields + RING;
        int position = Slice.getInt(memory, fields + POSITION);
        double highest = higher(Slice.getDouble(memory, fields + HIGHEST), high);
        double lowest = lower(Slice.getDouble(memory, fields + LOWEST), low);
        Slice.putDouble(memory, ring + position, high);
        Slice.putDouble(memory, ring + position + Double.BYTES, low);
        position += SLOT_SIZE_BYTES;
        if (position == ringSizeBytes) {
            fold(memory, ring, ringSizeBytes);
            position = 0;
            highest = Double.NEGATIVE_INFINITY;
            lowest = Double.POSITIVE_INFINITY;
        }
        Slice.putInt(memory, fields + POSITION, position);
        Slice.putDouble(memory, fields + HIGHEST, highest);
        Slice.putDouble(memory, fields + LOWEST, lowest);
    }

    /** The highest high of the window. */
    double highest(MutableDirectBuffer state, int offset) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long slot = fields + RING + Slice.getInt(memory, fields + POSITION);
        return higher(Slice.getDouble(memory, fields + HIGHEST), Slice.getDouble(memory, slot));
    }

    /** The lowest low of the window. */
    double lowest(MutableDirectBuffer state, int offset) {
        byte[] memory = state.byteArray();
        long fields = Slice.address(state, offset + base);
        long slot = fields + RING + Slice.getInt(memory, fields + POSITION);
        return lower(Slice.getDouble(memory, fields + LOWEST), Slice.getDouble(memory, slot + Double.BYTES));
    }

    private static void fold(byte[] memory, long ring, int ringSizeBytes) {
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int slot = ringSizeBytes - SLOT_SIZE_BYTES; slot >= 0; slot -= SLOT_SIZE_BYTES) {
            highest = higher(highest, Slice.getDouble(memory, ring + slot));
            lowest = lower(lowest, Slice.getDouble(memory, ring + slot + Double.BYTES));
            Slice.putDouble(memory, ring + slot, highest);
            Slice.putDouble(memory, ring + slot + Double.BYTES, lowest);
        }
    }

    private static double higher(double left, double right) {
        return Math.max(left, right);
    }

    private static double lower(double left, double right) {
        return Math.min(left, right);
    }
}
