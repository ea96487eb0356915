package io.millrace.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;

/**
 * The waiting at a ring with two consumers in a row, each in its own way: the first waits for the cursor of the ring, the
 * second for the first.
 *
 * <p>Called by both; no allocation.
 */
record TwoStageWaitStrategy(WaitStrategy first, WaitStrategy second) implements WaitStrategy {
    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException, InterruptedException, TimeoutException {
        final WaitStrategy own = dependent == cursor ? first : second;
        return own.waitFor(sequence, cursor, dependent, barrier);
    }

    @Override
    public void signalAllWhenBlocking() {
        first.signalAllWhenBlocking();
        second.signalAllWhenBlocking();
    }
}
