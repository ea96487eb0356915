package io.millrace.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.millrace.engine.config.WaitKind;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * How a thread of the pipeline waits for its next event, and what it does meanwhile: a journal that is forced by time must
 * not leave its last batch waiting for the next event.
 *
 * <p>Called by the one thread that waits; woken by the one that publishes. No allocation. An event that is there costs one
 * volatile read, as with the disruptor's own strategies; unlike those, it gives way also to a thread that depends on another
 * one of the same ring.
 */
final class IdleWorkWaitStrategy implements WaitStrategy {
    private final IdleStrategy idle;
    private final IdleWork work;
    /** The same as {@link #idle} where the publisher has to wake it. */
    private final ParkingIdleStrategy parking;

    IdleWorkWaitStrategy(final WaitKind kind, final IdleWork work) {
        this.idle = idleStrategy(kind);
        this.work = work;
        this.parking = idle instanceof ParkingIdleStrategy strategy ? strategy : null;
    }

    /** How a thread idles that waits in this way. */
    static IdleStrategy idleStrategy(final WaitKind kind) {
        return switch (kind) {
            case SLEEPING -> new BackoffIdleStrategy(100, 100, 1_000, 1_000);
            case YIELDING -> YieldingIdleStrategy.INSTANCE;
            case BLOCKING -> new ParkingIdleStrategy();
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException {
        final long available = dependent.get();
        return available >= sequence ? available : idleUntil(sequence, dependent, barrier);
    }

    @Override
    public void signalAllWhenBlocking() {
        if (parking != null) {
            parking.wake();
        }
    }

    private long idleUntil(final long sequence, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException {
        long available;
        idle.reset();
        while ((available = dependent.get()) < sequence) {
            barrier.checkAlert();
            step();
            idle.idle();
        }
        idle.reset();
        return available;
    }

    private void step() {
        try {
            work.step();
        } catch (final RuntimeException | Error e) {
            throw new IdleWorkException(e);
        }
    }
}
