package io.millrace.engine.event;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One slot of the ring: a window on the ring's one contiguous buffer that holds an encoded input record, its length and
 * the time of its receipt.
 *
 * <pre>
 *   0                                     118       120          128
 *  +-------------------------------------+---------+------------+
 *  |  record: SBE header, body           | length  | received   |
 *  +-------------------------------------+---------+------------+
 * </pre>
 *
 * A slot is two cache lines and nothing of an event stands elsewhere, because each line that the feed thread writes costs
 * the engine thread a transfer from the other core. Written by the feed thread between claim and publish, read by the
 * engine thread after. No allocation.
 */
public final class RingSlot {
    /** Bytes of a slot. */
    public static final int SLOT_BYTES = 128;

    /** Bytes of the largest input on the ring, which is InstrumentDefined. */
    public static final int MAX_RECORD_BYTES = 118;

    private static final int LENGTH_OFFSET = MAX_RECORD_BYTES;
    private static final int RECEIVED_OFFSET = LENGTH_OFFSET + Short.BYTES;

    private final UnsafeBuffer buffer;

    public RingSlot(final UnsafeBuffer memory, final int index) {
        buffer = new UnsafeBuffer(memory, index * SLOT_BYTES, SLOT_BYTES);
    }

    /** Memory for the slots of a ring; none of them shares a cache line with another. */
    public static UnsafeBuffer allocate(final int slots) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(slots * SLOT_BYTES, SLOT_BYTES));
    }

    /** The slot's memory; the record starts at 0 with its SBE header and has {@link #MAX_RECORD_BYTES} at most. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Marks the slot as holding a record that came in at a monotonic time. */
    public void filled(final int recordLength, final long receivedAtNs) {
        buffer.putShort(LENGTH_OFFSET, (short) recordLength);
        buffer.putLong(RECEIVED_OFFSET, receivedAtNs);
    }

    /** Bytes of SBE header and body. */
    public int length() {
        return buffer.getShort(LENGTH_OFFSET);
    }

    /** When the record came in, ns of the monotonic clock. */
    public long receivedNs() {
        return buffer.getLong(RECEIVED_OFFSET);
    }
}
