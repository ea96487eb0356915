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

    private final int highestOffset;
    private final int lowestOffset;
    private final int positionOffset;
    private final int ringOffset;
    private final int ringSizeBytes;

    /**
     * @param period the size of the window, at least 1
     * @param base where the fields begin, relative to the slice
     */
    RollingExtremes(int period, int base) {
        highestOffset = base;
        lowestOffset = highestOffset + Double.BYTES;
        positionOffset = lowestOffset + Double.BYTES;
        ringOffset = positionOffset + Long.BYTES;
        ringSizeBytes = period * SLOT_SIZE_BYTES;
    }

    /** The first byte after the fields, relative to the slice. */
    int end() {
        return ringOffset + ringSizeBytes;
    }

    /** Takes a bar in and drops the oldest. */
    void push(MutableDirectBuffer state, int offset, double high, double low) {
        int ring = offset + ringOffset;
        int position = state.getInt(offset + positionOffset);
        double highest = higher(state.getDouble(offset + highestOffset), high);
        double lowest = lower(state.getDouble(offset + lowestOffset), low);
        state.putDouble(ring + position, high);
        state.putDouble(ring + position + Double.BYTES, low);
        position += SLOT_SIZE_BYTES;
        if (position == ringSizeBytes) {
            fold(state, ring);
            position = 0;
            highest = Double.NEGATIVE_INFINITY;
            lowest = Double.POSITIVE_INFINITY;
        }
        state.putInt(offset + positionOffset, position);
        state.putDouble(offset + highestOffset, highest);
        state.putDouble(offset + lowestOffset, lowest);
    }

    /** The highest high of the window. */
    double highest(MutableDirectBuffer state, int offset) {
        int slot = offset + ringOffset + state.getInt(offset + positionOffset);
        return higher(state.getDouble(offset + highestOffset), state.getDouble(slot));
    }

    /** The lowest low of the window. */
    double lowest(MutableDirectBuffer state, int offset) {
        int slot = offset + ringOffset + state.getInt(offset + positionOffset);
        return lower(state.getDouble(offset + lowestOffset), state.getDouble(slot + Double.BYTES));
    }

    private void fold(MutableDirectBuffer state, int ring) {
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int slot = ring + ringSizeBytes - SLOT_SIZE_BYTES; slot >= ring; slot -= SLOT_SIZE_BYTES) {
            highest = higher(highest, state.getDouble(slot));
            lowest = lower(lowest, state.getDouble(slot + Double.BYTES));
            state.putDouble(slot, highest);
            state.putDouble(slot + Double.BYTES, lowest);
        }
    }

    private static double higher(double left, double right) {
        return left > right ? left : right;
    }

    private static double lower(double left, double right) {
        return left < right ? left : right;
    }
}
