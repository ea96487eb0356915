package io.millrace.engine.event;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One slot of the ring: a window on the ring's one contiguous buffer that holds an encoded input record.
 *
 * <p>Written by the feed thread between claim and publish, read by the engine thread after. No allocation.
 */
public final class RingSlot {
    /** Bytes of a slot; the largest input on the ring, InstrumentDefined, takes 118. */
    public static final int SLOT_BYTES = 128;

    private final UnsafeBuffer buffer;
    private int length;
    private long receivedNs;

    public RingSlot(final UnsafeBuffer memory, final int index) {
        buffer = new UnsafeBuffer(memory, index * SLOT_BYTES, SLOT_BYTES);
    }

    /** The slot's memory; the record starts at 0 with its SBE header. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Marks the slot as holding a record that came in at a monotonic time. */
    public void filled(final int recordLength, final long receivedAtNs) {
        length = recordLength;
        receivedNs = receivedAtNs;
    }

    /** Bytes of SBE header and body. */
    public int length() {
        return length;
    }

    /** When the record came in, ns of the monotonic clock. */
    public long receivedNs() {
        return receivedNs;
    }
}
