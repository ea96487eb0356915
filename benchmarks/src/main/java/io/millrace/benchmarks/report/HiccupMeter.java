package io.millrace.benchmarks.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long the machine keeps a thread from running that has nothing to do but to wake up each millisecond: the noise under
 * every figure of the run.
 *
 * <p>Blocks the calling thread. Values are ns beyond the millisecond that was asked for; a long one also counts the wake-ups
 * that it swallowed.
 */
final class HiccupMeter {
    private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(60);

    private HiccupMeter() {}

    static Histogram measure(final Duration duration) {
        final Histogram hiccups = new Histogram(MAX_NS, 3);
        final long endNs = System.nanoTime() + duration.toNanos();
        long beforeNs = System.nanoTime();
        while (beforeNs < endNs) {
            LockSupport.parkNanos(PERIOD_NS);
            final long nowNs = System.nanoTime();
            final long lateNs = Math.max(0, nowNs - beforeNs - PERIOD_NS);
            hiccups.recordValueWithExpectedInterval(Math.min(lateNs, MAX_NS), PERIOD_NS);
            beforeNs = nowNs;
        }
        return hiccups;
    }
}
