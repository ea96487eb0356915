package io.millrace.benchmarks.aeron;

import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
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
    private static final int NOTES = 1 << 16;

    private final Egress product;
    private final NanoClock clock;
    private final long[] firstSequences = new long[NOTES];
    private final long[] committedNs = new long[NOTES];
    private final int[] counts = new int[NOTES];
    private final AtomicLong noted = new AtomicLong();
    private long reading;

    StampedEgress(final Egress product, final NanoClock clock) {
        this.product = product;
        this.clock = clock;
    }

    @Override
    public long templateIds() {
        return product.templateIds();
    }

    @Override
    public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
        final long note = noted.get();
        final int slot = (int) (note & (NOTES - 1));
        committedNs[slot] = clock.nanoTime();
        firstSequences[slot] = Records.sequence(batch, records.offset(0));
        counts[slot] = records.count();
        noted.lazySet(note + 1);
        return product.onCommitted(batch, records);
    }

    /** True when a sequence is the first of its batch; belongs to the subscriber, behind {@link #committedNs} of the same. */
    boolean isFirst(final long sequence) {
        return firstSequences[(int) (reading & (NOTES - 1))] == sequence;
    }

    /** How many records went out with each batch, from a batch on; to be read when the engine has ended. */
    int[] counts(final long fromBatch) {
        final int batches = (int) (noted.get() - fromBatch);
        if (batches > NOTES) {
            throw new IllegalStateException(batches + " batches are more than are noted");
        }
        final int[] result = new int[batches];
        for (int i = 0; i < batches; i++) {
            result[i] = counts[(int) (fromBatch + i & (NOTES - 1))];
        }
        return result;
    }

    /** Batches so far. Any thread. */
    long batches() {
        return noted.get();
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
