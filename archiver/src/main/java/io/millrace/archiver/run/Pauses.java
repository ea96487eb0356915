package io.millrace.archiver.run;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * The waits of one run, and whether it is told to stop, which ends them. The archiver's thread.
 */
final class Pauses {
    private static final long IDLE_MS = 2;
    private static final long SLICE_MS = 50;

    private final BooleanSupplier stop;
    private final Runnable status;
    private final NanoClock clock;
    private long waitedNs;

    /**
     * For a run that begins.
     *
     * @param stop asked between waits
     * @param status tells how the run stands, before each wait
     */
    Pauses(BooleanSupplier stop, Runnable status, NanoClock clock) {
        this.stop = stop;
        this.status = status;
        this.clock = clock;
    }

    /** An interrupt of the thread stops a run as well; the flag stays set for the caller. */
    boolean stopped() {
        return stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Where the journal has nothing new. */
    void idle() {
        status.run();
        if (!stopped()) {
            sleep(IDLE_MS);
        }
    }

    /** Between two tries, in slices. */
    void pause(long pauseMs) {
        for (long left = pauseMs; left > 0 && !stopped(); left -= SLICE_MS) {
            status.run();
            sleep(Math.min(left, SLICE_MS));
        }
    }

    /** Time spent here so far. */
    long waitedNs() {
        return waitedNs;
    }

    private void sleep(long ms) {
        long startNs = clock.nanoTime();
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waitedNs += clock.nanoTime() - startNs;
    }
}
