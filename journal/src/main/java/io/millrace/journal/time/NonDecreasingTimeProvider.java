package io.millrace.journal.time;

import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Time for the queue's roll: never goes back, not even over a restart.
 *
 * <p>A queue whose clock steps back over a roll refuses each append until time has caught up, so the time handed to it
 * starts at the start of the newest cycle on disk and never decreases. Owned by the appending thread; no allocation.
 */
public final class NonDecreasingTimeProvider implements TimeProvider {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final EpochNanoClock clock;
    private long floorMs;

    public NonDecreasingTimeProvider(final EpochNanoClock clock, final long floorMs) {
        this.clock = clock;
        this.floorMs = floorMs;
    }

    /** Raises the floor; a lower one than before changes nothing. */
    public void notBefore(final long timeMs) {
        floorMs = Math.max(floorMs, timeMs);
    }

    @Override
    public long currentTimeMillis() {
        floorMs = Math.max(floorMs, clock.nanoTime() / NANOS_PER_MILLI);
        return floorMs;
    }

    @Override
    public long currentTimeNanos() {
        return currentTimeMillis() * NANOS_PER_MILLI;
    }
}
