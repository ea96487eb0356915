package io.millrace.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import io.millrace.engine.event.RingSlot;

/**
 * The fused layout: one thread computes, and at the ring's batch end it commits and sends out.
 *
 * <p>Owned by the engine thread; no allocation in steady state.
 */
final class FusedHandler implements EventHandler<RingSlot> {
    private final Computation computation;
    private final Committer committer;
    private final Publisher publisher;
    private final BatchSlot batch;

    FusedHandler(
            final Computation computation,
            final Committer committer,
            final Publisher publisher,
            final BatchSlot batch) {
        this.computation = computation;
        this.committer = committer;
        this.publisher = publisher;
        this.batch = batch;
    }

    @Override
    public void onEvent(final RingSlot input, final long ringSequence, final boolean endOfBatch) {
        if (!computation.isOpen()) {
            computation.open(batch);
        }
        computation.take(input);
        if (endOfBatch || batch.isFull()) {
            computation.complete();
            committer.append(batch);
            publisher.publish(batch);
            committer.count(batch);
        }
    }
}
