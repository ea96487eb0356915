package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of one table in the format of PostgreSQL's binary COPY, in one array that is used again for each transaction.
 *
 * <p>Owned by the archiver thread. Grows to the largest transaction seen and never shrinks; no allocation otherwise.
 * The caller writes exactly as many fields as it announced: the server refuses the whole COPY when the counts differ.
 */
final class CopyBuffer {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Signature, flags and the length of the (absent) header extension; the rows follow it in the array. */
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** Where the rows begin in the array. */
    static final int HEADER_BYTES = HEADER.length;

    /** What a stream ends with, after its rows; not in the array, so that any range of rows can be sent. */
    static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

    /**
     * Largest field that {@link #ensure} reserves by itself: a 64-bit numeric takes at most 8 + 2 * 6 bytes + length.
     */
    private static final int FIXED_FIELD_BYTES = 32;

    /** The epoch of PostgreSQL, 2000-01-01 UTC, in microseconds since 1970. */
    private static final long POSTGRES_EPOCH_US = 946_684_800_000_000L;

    /** Object id of the type {@code text}. */
    private static final int TEXT_TYPE = 25;

    private byte[] bytes;
    private int length;
    private long rows;

    CopyBuffer(int initialBytes) {
        bytes = new byte[Math.max(initialBytes, 256)];
        clear();
    }

    void clear() {
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
        rows = 0;
    }

    long rows() {
        return rows;
    }

    int sizeBytes() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /** The bytes of a record's row from here on, and which record it is of. */
    interface RowVisitor {
        void onRow(int offset, long sequence);
    }

    /** Finds the rows again; the record of each is in its field of that index, a long. */
    void forEachRow(int sequenceField, RowVisitor visitor) {
        int at = HEADER_BYTES;
        while (at < length) {
            int row = at;
            int fields = (short) SHORT.get(bytes, at);
            long sequence = 0;
            at += 2;
            for (int field = 0; field < fields; field++) {
                int size = (int) INT.get(bytes, at);
                at += 4;
                if (field == sequenceField) {
                    sequence = (long) LONG.get(bytes, at);
                }
                at += Math.max(0, size);
            }
            visitor.onRow(row, sequence);
        }
    }

    void startRow(int fields) {
        ensure(2);
        SHORT.set(bytes, length, (short) fields);
        length += 2;
        rows++;
    }

    void putNull() {
        ensure(4);
        INT.set(bytes, length, -1);
        length += 4;
    }

    void putBoolean(boolean value) {
        ensure(FIXED_FIELD_BYTES);
        INT.set(bytes, length, 1);
        bytes[length + 4] = value ? (byte) 1 : 0;
        length += 5;
    }

    void putShort(int value) {
        ensure(FIXED_FIELD_BYTES);
        INT.set(bytes, length, 2);
        SHORT.set(bytes, length + 4, (short) value);
        length += 6;
    }

    void putInt(int value) {
        ensure(FIXED_FIELD_BYTES);
        INT.set(bytes, length, 4);
        INT.set(bytes, length + 4, value);
        length += 8;
    }

    void putLong(long value) {
        ensure(FIXED_FIELD_BYTES);
        INT.set(bytes, length, 8);
        LONG.set(bytes, length + 4, value);
        length += 12;
    }

    /** A value that the record marks as absent by {@code absent} becomes NULL. */
    void putLongOrNull(long value, long absent) {
        if (value == absent) {
            putNull();
        } else {
            putLong(value);
        }
    }

    /** NaN becomes NULL: no column of the archive holds a NaN. */
    void putDouble(double value) {
        if (Double.isNaN(value)) {
            putNull();
        } else {
            putLong(Double.doubleToRawLongBits(value));
        }
    }

    /** A timestamptz, cut to microseconds towards the past. */
    void putTimestamp(long epochNs) {
        putLong(Math.floorDiv(epochNs, 1000L) - POSTGRES_EPOCH_US);
    }

    void putText(byte[] utf8) {
        putBytes(utf8, 0, utf8.length);
    }

    void putBytes(byte[] source, int offset, int count) {
        ensure(4 + count);
        INT.set(bytes, length, count);
        System.arraycopy(source, offset, bytes, length + 4, count);
        length += 4 + count;
    }

    /** A jsonb value: one version byte before the text. */
    void putJson(byte[] utf8) {
        ensure(5 + utf8.length);
        INT.set(bytes, length, 1 + utf8.length);
        bytes[length + 4] = 1;
        System.arraycopy(utf8, 0, bytes, length + 5, utf8.length);
        length += 5 + utf8.length;
    }

    /** A text array of the lines of a text; an empty text has none. */
    void putLines(String text) {
        String[] lines = text.isEmpty() ? new String[0] : text.split("\n", -1);
        ensure(FIXED_FIELD_BYTES);
        int start = length;
        length += 4;
        putRawInt(lines.length == 0 ? 0 : 1);
        putRawInt(0);
        putRawInt(TEXT_TYPE);
        if (lines.length > 0) {
            putRawInt(lines.length);
            putRawInt(1);
        }
        for (String line : lines) {
            putText(line.getBytes(UTF_8));
        }
        INT.set(bytes, start, length - start - 4);
    }

    private void putRawInt(int value) {
        INT.set(bytes, length, value);
        length += 4;
    }

    /** A numeric of {@code mantissa * 10^exponent} that shows as many decimals as the exponent has. */
    void putNumeric(long mantissa, int exponent) {
        ensure(4 + NumericFormat.MAX_BYTES);
        int size = NumericFormat.encode(mantissa, exponent, bytes, length + 4);
        INT.set(bytes, length, size);
        length += 4 + size;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), length + more));
        }
    }
}
