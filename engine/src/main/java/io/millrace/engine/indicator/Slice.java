package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Layout of the head that every state slice begins with.
 *
 * <pre>
 *   0                8                16
 *   | long barCount  | double output0 | ... | the indicator's own fields
 * </pre>
 *
 * <p>Any thread; no allocation.
 */
final class Slice {
    static final int BAR_COUNT = 0;
    static final int OUTPUTS = BAR_COUNT + Long.BYTES;
    static final int OUTPUT_0 = OUTPUTS;
    static final int OUTPUT_1 = OUTPUT_0 + Double.BYTES;
    static final int OUTPUT_2 = OUTPUT_1 + Double.BYTES;

    private Slice() {}

    /** Where the own fields begin. */
    static int fields(int outputCount) {
        return OUTPUTS + outputCount * Double.BYTES;
    }

    /** Counts one more bar and returns its number; the first bar is 1. */
    static long countBar(MutableDirectBuffer state, int offset) {
        long bar = state.getLong(offset + BAR_COUNT) + 1;
        state.putLong(offset + BAR_COUNT, bar);
        return bar;
    }
}
