package io.millrace.engine.indicator;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Layout of the head that every state slice begins with, and the way to the memory of a slice.
 *
 * <pre>
 *   0                8                16
 *   | long barCount  | double output0 | ... | the indicator's own fields
 * </pre>
 *
 * <p>An update asks the buffer once where its memory is and holds that in locals: {@code memory}, the array behind the
 * buffer or null off the heap, and {@code slice}, an address in it. Through the buffer's own methods the compiler has to
 * read both again for each field, because for all it knows a store may have changed them; that is a third of the time of
 * an update. What the slice of an indicator holds was laid out by itself, so nothing is checked here.
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

    /** The address that an offset of a buffer has. */
    static long address(DirectBuffer buffer, int offset) {
        return buffer.addressOffset() + offset;
    }

    /** Counts one more bar and returns its number; the first bar is 1. */
    static long countBar(byte[] memory, long slice) {
        long bar = UnsafeApi.getLong(memory, slice + BAR_COUNT) + 1;
        UnsafeApi.putLong(memory, slice + BAR_COUNT, bar);
        return bar;
    }

    static double getDouble(byte[] memory, long address) {
        return UnsafeApi.getDouble(memory, address);
    }

    static void putDouble(byte[] memory, long address, double value) {
        UnsafeApi.putDouble(memory, address, value);
    }

    static long getLong(byte[] memory, long address) {
        return UnsafeApi.getLong(memory, address);
    }

    static void putLong(byte[] memory, long address, long value) {
        UnsafeApi.putLong(memory, address, value);
    }

    static int getInt(byte[] memory, long address) {
        return UnsafeApi.getInt(memory, address);
    }

    static void putInt(byte[] memory, long address, int value) {
        UnsafeApi.putInt(memory, address, value);
    }
}
