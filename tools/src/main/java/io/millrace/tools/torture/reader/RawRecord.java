package io.millrace.tools.torture.reader;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One record within the bytes of its batch. Any thread; nothing of it changes. */
public final class RawRecord {
    private final byte[] batch;
    private final int offset;
    private final int length;

    RawRecord(final byte[] batch, final int offset, final int length) {
        this.batch = batch;
        this.offset = offset;
        this.length = length;
    }

    /** The bytes of the batch; not a copy. */
    public byte[] batch() {
        return batch;
    }

    /** Where the SBE header begins in the batch. */
    public int offset() {
        return offset;
    }

    /** Bytes of SBE header and body. */
    public int length() {
        return length;
    }

    /** SBE template id. */
    public int templateId() {
        return buffer().getShort(offset + 2) & 0xFFFF;
    }

    /** SBE schema id. */
    public int schemaId() {
        return buffer().getShort(offset + 4) & 0xFFFF;
    }

    /** The record's sequence. */
    public long sequence() {
        return buffer().getLong(offset + 8);
    }

    /** Its event time, ns since the epoch. */
    public long eventTimeNs() {
        return buffer().getLong(offset + 16);
    }

    /** A copy of the bytes, for comparisons. */
    public byte[] copy() {
        return Arrays.copyOfRange(batch, offset, offset + length);
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(batch).order(LITTLE_ENDIAN);
    }
}
