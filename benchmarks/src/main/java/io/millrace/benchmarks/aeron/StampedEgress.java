package io.millrace.benchmarks.aeron;

import io.millrace.engine.egress.Egress;
import io.millrace.journal.record.Records;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Notes when a batch was committed, then lets the product's egress publish it.
 *
 * <p>{@link #onCommitted} belongs to the engine thread, {@link #committedNs} to the subscriber's. Neither allocates. A subscriber that is
 * further behind than the notes reach gets an exception, not a wrong time.
 */
final class StampedEgress implements Egress {
    private static final int FRAME_BYTES = Integer.BYTES;
    private static final int NOTES = 1 << 16;

    private final Egress product;
    private final NanoClock clock;
    private final long[] firstSequences = new long[NOTES];
    private final long[] committedNs = new long[NOTES];
    private final AtomicLong noted = new AtomicLong();
    private long reading;

    StampedEgress(final Egress product, final NanoClock clock) {
        this.product = product;
        this.clock = clock;
    }

    @Override
    public boolean onCommitted(final DirectBuffer batch, final int startOffset, final int endOffset) {
        final long note = noted.get();
        final int slot = (int) (note & (NOTES - 1));
        committedNs[slot] = clock.nanoTime();
        firstSequences[slot] = Records.sequence(batch, startOffset + FRAME_BYTES);
        noted.lazySet(note + 1);
        return product.onCommitted(batch, startOffset, endOffset);
    }

    /** When the batch that holds a sequence was committed; sequences must not go back. */
    long committedNs(final long sequence) {
        final long end = noted.get();
        while (reading + 1 < end && firstSequences[(int) (reading + 1 & (NOTES - 1))] <= sequence) {
            reading++;
        }
        if (end - reading >= NOTES || firstSequences[(int) (reading & (NOTES - 1))] > sequence) {
            throw new IllegalStateException("the commit of sequence " + sequence + " is no longer noted");
        }
        return committedNs[(int) (reading & (NOTES - 1))];
    }
}
