package io.millrace.engine.feed;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * Holds the feed thread back until an event is due at the configured pace.
 *
 * <p>Feed thread; no allocation. Waits in naps, so that a stop is heeded.
 */
final class PacedClock {
    private static final long LONGEST_NAP_NS = 20_000_000L;

    private final Pace pace;
    private final NanoClock clock;
    private boolean started;
    private long startNs;
    private long firstEventNs;

    PacedClock(final Pace pace, final NanoClock clock) {
        this.pace = pace;
        this.clock = clock;
    }

    void awaitDue(final long eventTimeNs, final BooleanSupplier stopped) {
        if (pace.isMax()) {
            return;
        }
        if (!started) {
            started = true;
            startNs = clock.nanoTime();
            firstEventNs = eventTimeNs;
            return;
        }
        final long dueNs = startNs + (long) ((eventTimeNs - firstEventNs) / pace.multiple());
        long leftNs = dueNs - clock.nanoTime();
        while (leftNs > 0 && !stopped.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(leftNs, LONGEST_NAP_NS));
            leftNs = dueNs - clock.nanoTime();
        }
    }
}
