package io.millrace.engine.indicator;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A streaming technical indicator: parameters in the object, state in a buffer slice.
 *
 * <p>Any thread may use the object, which is immutable; a slice belongs to one thread at a time. No method allocates.
 *
 * <p>Every slice begins with {@code long barCount | double output[outputCount]}, followed by the indicator's own
 * fields, in the byte order of the machine. A slice of zero bytes is a fresh one. Outputs read 0.0 until the indicator
 * is {@linkplain #warm warm}; all of them become defined on the same bar.
 *
 * <p>The prices and volumes of a bar must be finite (that is checked where events enter the engine) and below 1e100 in
 * magnitude; the outputs are then finite, whatever the market does.
 */
public interface Indicator {
    /** Size of the state slice in bytes: constant, and a multiple of 8. */
    int stateSizeBytes();

    /** How many outputs the indicator has; their names stand in {@link IndicatorKind#outputNames()}. */
    int outputCount();

    /** The number of bars, at least 1, from which on the outputs are defined. */
    int warmUpBars();

    /** Makes the slice a fresh one, which is the same as filling it with zero bytes. */
    default void reset(MutableDirectBuffer state, int offset) {
        state.setMemory(offset, stateSizeBytes(), (byte) 0);
    }

    /** Takes one closed bar into the slice. Bars must come in time order. */
    void update(MutableDirectBuffer state, int offset, Bar bar);

    /** The number of bars taken since the slice was fresh. */
    default long barCount(DirectBuffer state, int offset) {
        return state.getLong(offset + Slice.BAR_COUNT);
    }

    /** The output with the given index, from 0 to {@link #outputCount()} - 1; 0.0 before the warm-up is over. */
    default double output(DirectBuffer state, int offset, int index) {
        return state.getDouble(offset + Slice.OUTPUTS + index * Double.BYTES);
    }

    /** Whether the outputs are defined. */
    default boolean warm(DirectBuffer state, int offset) {
        return barCount(state, offset) >= warmUpBars();
    }
}
