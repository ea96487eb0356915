package io.millrace.engine.pipeline;

import io.millrace.engine.event.EventFrame;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.record.Records;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Takes inputs off the ring, gives them their sequence and runs them through the handlers; input and outputs go into the same
 * batch, so that nothing of an event can be seen without the rest.
 *
 * <p>Owned by the engine thread, as is the state; no allocation in steady state. An exception leaves the open batch as it is
 * and goes up; the engine halts.
 */
final class Computation {
    private final HandlerChain chain;
    private final EventFrame frame;
    private final DuplicateTally duplicates;
    private final NanoClock clock;
    private final LongSupplier ringBacklog;
    private BatchSlot open;
    private long firstSequence;
    private long nextSequence;

    Computation(
            final HandlerChain chain,
            final EventFrame frame,
            final DuplicateTally duplicates,
            final NanoClock clock,
            final LongSupplier ringBacklog) {
        this.chain = chain;
        this.frame = frame;
        this.duplicates = duplicates;
        this.clock = clock;
        this.ringBacklog = ringBacklog;
    }

    /** Numbers inputs from here on; before the engine thread starts. */
    void startAt(final long sequence) {
        nextSequence = sequence;
    }

    /** First sequence of the batch that was opened last. */
    long firstSequence() {
        return firstSequence;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Inputs go into this batch from here on. */
    void open(final BatchSlot slot) {
        firstSequence = nextSequence;
        slot.begin(firstSequence, clock.nanoTime());
        open = slot;
    }

    /** Takes an input into the open batch; a repeat is dropped and counted. */
    void take(final RingSlot slot) {
        frame.wrap(slot.buffer(), 0, slot.length(), open.sink());
        if (chain.isDuplicate(frame)) {
            duplicates.dropped(chain.feedId(frame));
            return;
        }
        if (duplicates.pending()) {
            reportDuplicates(slot);
        }
        take(slot.buffer(), slot.length());
        open.received(slot.receivedNs());
    }

    /**
     * Ends the open batch; it then belongs to whoever commits it. The state has applied it from here on, before it is in the
     * journal: a state that was not closed in order is made anew from the journal.
     */
    void complete() {
        if (open.batch().recordCount() > 0) {
            chain.endBatch(open.batch());
        }
        nextSequence = open.batch().lastSequence() + 1;
        chain.state().global().appliedSequence(nextSequence - 1);
        Failpoint.STATE_APPLIED.pass();
        open.computed(clock.nanoTime(), duplicates.total(), ringBacklog.getAsLong());
        open = null;
    }

    /** Copies the input into the batch under the next sequence and runs it through the handlers. */
    private void take(final DirectBuffer input, final int length) {
        final int offset = open.batch().claim(length);
        open.batch().buffer().putBytes(offset, input, 0, length);
        Records.sequence(open.batch().buffer(), offset, open.batch().lastSequence());
        chain.onInput(frame);
        Failpoint.MID_BATCH.pass();
    }

    /** The record about dropped duplicates comes before the first input of the feed that was not one. */
    private void reportDuplicates(final RingSlot slot) {
        final int length =
                duplicates.encode(chain.feedId(frame), chain.state().global().clockNs());
        if (length > 0) {
            frame.wrap(duplicates.buffer(), 0, length, open.sink());
            take(duplicates.buffer(), length);
            frame.wrap(slot.buffer(), 0, slot.length(), open.sink());
        }
    }
}
