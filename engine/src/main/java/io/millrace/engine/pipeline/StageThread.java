package io.millrace.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.Cursored;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * One stage of the pipeline: a handler, the thread that runs it, and how far it has come on its ring.
 *
 * <p>Started once, stopped once; any thread may do so or look how far it is.
 */
final class StageThread {
    private static final long POLL_NS = 100_000L;

    private final BatchEventProcessor<?> processor;
    private final Cursored ring;
    private final Thread thread;
    private final NanoClock clock;

    /**
     * A stage.
     *
     * @param atStart what the thread does before it takes its first event
     */
    StageThread(
            final String name,
            final BatchEventProcessor<?> processor,
            final Cursored ring,
            final NanoClock clock,
            final Runnable atStart) {
        this.processor = processor;
        this.ring = ring;
        this.clock = clock;
        thread = new Thread(
                () -> {
                    atStart.run();
                    processor.run();
                },
                name);
    }

    void start() {
        thread.start();
    }

    /** How far its ring is filled. */
    long published() {
        return ring.getCursor();
    }

    /** How far it is done with its ring. */
    long done() {
        return processor.getSequence().get();
    }

    /** Asks the thread to end after the events that it has taken off the ring. */
    void halt() {
        processor.halt();
    }

    /** Waits until the thread has taken all that stands on its ring, has ended, or the engine has failed. */
    void awaitDone(final EngineFailure failure, final long deadlineNs) {
        while (done() < published() && thread.isAlive() && !failure.hasFailed() && clock.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(this, POLL_NS);
        }
    }

    /** Waits for the end of the thread; false when it has not come in time. */
    boolean awaitEnd(final long deadlineNs) {
        boolean interrupted = false;
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - clock.nanoTime());
        while (thread.isAlive() && leftMs > 0) {
            try {
                thread.join(leftMs);
            } catch (final InterruptedException e) {
                // The thread must have ended before anything is closed; the caller hears of the interrupt after that.
                interrupted = true;
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - clock.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
