package io.millrace.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Waits for events, but not for longer than a given time: with a journal that is forced by time, the last batch must not wait
 * for the next event.
 *
 * <p>Called by the engine thread; no allocation. Nobody signals it, so the idle strategy bounds how late an event is seen.
 */
final class TimedWaitStrategy implements WaitStrategy {
    private final IdleStrategy idle;
    private final NanoClock clock;
    private final long timeoutNs;

    TimedWaitStrategy(final IdleStrategy idle, final NanoClock clock, final long timeoutNs) {
        this.idle = idle;
        this.clock = clock;
        this.timeoutNs = timeoutNs;
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException, TimeoutException {
        long available = dependent.get();
        if (available >= sequence) {
            return available;
        }
        idle.reset();
        final long startNs = clock.nanoTime();
        while (available < sequence) {
            barrier.checkAlert();
            if (clock.nanoTime() - startNs >= timeoutNs) {
                throw TimeoutException.INSTANCE;
            }
            idle.idle();
            available = dependent.get();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {}
}
