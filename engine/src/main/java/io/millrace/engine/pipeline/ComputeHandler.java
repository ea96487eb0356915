package io.millrace.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import io.millrace.engine.event.RingSlot;
import org.agrona.concurrent.IdleStrategy;

/**
 * The first stage of the pipelined layout: computes, and at the ring's batch end it hands the batch to the journal thread.
 *
 * <p>Owned by the engine thread; no allocation in steady state. It waits while all slots of the ring of batches are under
 * way, and leaves off waiting when the engine has failed.
 */
final class ComputeHandler implements EventHandler<RingSlot> {
    private final Computation computation;
    private final RingBuffer<BatchSlot> batches;
    private final IdleStrategy idle;
    private final EngineFailure failure;
    private BatchSlot batch;
    private long batchOnRing;

    ComputeHandler(
            final Computation computation,
            final RingBuffer<BatchSlot> batches,
            final IdleStrategy idle,
            final EngineFailure failure) {
        this.computation = computation;
        this.batches = batches;
        this.idle = idle;
        this.failure = failure;
    }

    @Override
    public void onEvent(final RingSlot input, final long ringSequence, final boolean endOfBatch) {
        if (!computation.isOpen()) {
            batch = claim();
            computation.open(batch);
        }
        computation.take(input);
        if (endOfBatch || batch.isFull()) {
            computation.complete();
            batches.publish(batchOnRing);
        }
    }

    private BatchSlot claim() {
        if (!batches.hasAvailableCapacity(1)) {
            idle.reset();
            do {
                failure.check();
                idle.idle();
            } while (!batches.hasAvailableCapacity(1));
            idle.reset();
        }
        batchOnRing = batches.next();
        return batches.get(batchOnRing);
    }
}
