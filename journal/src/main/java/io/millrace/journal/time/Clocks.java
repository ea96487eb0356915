package io.millrace.journal.time;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The system's clocks behind Agrona's interfaces, so that tests put their own in their place.
 *
 * <p>Any thread. Reading allocates nothing.
 */
public final class Clocks {
    private Clocks() {}

    /** Wall time in ns since the epoch, UTC: receive times and run records. */
    public static EpochNanoClock epoch() {
        return new OffsetEpochNanoClock();
    }

    /** Monotonic time in ns: latencies and intervals. */
    public static NanoClock monotonic() {
        return SystemNanoClock.INSTANCE;
    }
}
