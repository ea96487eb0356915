package io.millrace.benchmarks.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A thread that does nothing but read the clock, and notes each time it was kept from doing so: what a spinning thread loses to the
 * kernel, the hypervisor and other threads.
 *
 * <p>Started and awaited by one thread.
 */
final class SpinMeter {
    private static final long NOTED_NS = 1_000;
    private static final long JOIN_MS = 10_000;

    private final Histogram interruptions = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private final Thread thread;
    private long lostNs;

    private SpinMeter(final Duration duration) {
        thread = new Thread(() -> spin(duration.toNanos()), "bench-spin-meter");
        thread.setDaemon(true);
    }

    static SpinMeter start(final Duration duration) {
        final SpinMeter meter = new SpinMeter(duration);
        meter.thread.start();
        return meter;
    }

    /** Waits for the end and gives the interruptions, ns. */
    Histogram await() {
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(
                    "the spinning thread has not ended within " + JOIN_MS + " ms of the sleeper");
        }
        return interruptions;
    }

    /** Sum of the interruptions, ns. */
    long lostNs() {
        return lostNs;
    }

    private void spin(final long durationNs) {
        final long endNs = System.nanoTime() + durationNs;
        long beforeNs = System.nanoTime();
        while (beforeNs < endNs) {
            final long nowNs = System.nanoTime();
            final long gapNs = nowNs - beforeNs;
            if (gapNs > NOTED_NS) {
                interruptions.recordValue(gapNs);
                lostNs += gapNs;
            }
            beforeNs = nowNs;
        }
    }
}
