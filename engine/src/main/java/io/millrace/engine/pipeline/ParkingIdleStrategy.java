package io.millrace.engine.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Parks a thread until it is woken, for at most 0.2 ms: nobody wakes a thread that waits for another consumer of a ring, and
 * work that is due by time must be done without an event.
 *
 * <p>Idles on one thread, is woken by one other. No allocation, no lock. The first idling only tells that it waits: its caller
 * looks once more before it parks, so that no wake-up is lost.
 */
final class ParkingIdleStrategy implements IdleStrategy {
    private static final long LONGEST_NAP_NS = 200_000L;

    private volatile Thread waiting;

    @Override
    public void idle() {
        if (waiting == null) {
            waiting = Thread.currentThread();
        } else {
            LockSupport.parkNanos(this, LONGEST_NAP_NS);
        }
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void reset() {
        waiting = null;
    }

    /** Ends the nap of the waiting thread, if there is one. What it is to find must have been published before. */
    void wake() {
        // Orders the publication before the look at the flag; the waiting thread orders them the other way round.
        VarHandle.fullFence();
        final Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
