package io.millrace.archiver.run;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** When the next {@link ArchiveStatus} of a run is due, and the row rate since the last. The archiver's thread. */
final class StatusTicker {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final NanoClock clock;
    private boolean started;
    private long lastNs;
    private long lastRows;

    StatusTicker(NanoClock clock) {
        this.clock = clock;
    }

    /** Also before the first, which is due at once. */
    boolean due() {
        return !started || clock.nanoTime() - lastNs >= INTERVAL_NS;
    }

    /** Rows per second since the last call; the next status is due an interval from now. */
    double takeRate(long rows) {
        long nowNs = clock.nanoTime();
        double rate = started && nowNs > lastNs ? (rows - lastRows) * 1e9 / (nowNs - lastNs) : 0;
        started = true;
        lastNs = nowNs;
        lastRows = rows;
        return rate;
    }
}
