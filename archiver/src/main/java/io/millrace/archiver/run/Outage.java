package io.millrace.archiver.run;

import io.millrace.archiver.database.Backoff;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which nothing can be committed: when it began, and the pauses between tries. The archiver's thread; logs
 * at the start, once a minute, and at the end.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

    private static final long REPEAT_NS = TimeUnit.MINUTES.toNanos(1);

    private final Backoff backoff;
    private final NanoClock clock;
    private boolean on;
    private long startNs;
    private long saidNs;
    private String reason = "";

    Outage(Backoff backoff, NanoClock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    void begin(String why, long lagRecords) {
        reason = why;
        long nowNs = clock.nanoTime();
        if (!on) {
            on = true;
            startNs = nowNs;
            saidNs = nowNs;
            LOG.warn("{}; trying again until it works", reason);
        } else if (nowNs - saidNs >= REPEAT_NS) {
            saidNs = nowNs;
            LOG.warn("{}; for {} s now, {} records behind", reason, (nowNs - startNs) / 1_000_000_000L, lagRecords);
        }
    }

    /** A run begins: whether it can commit is not known yet, and it has all of its patience. */
    void forget() {
        on = false;
        backoff.reset();
    }

    /** Why nothing can be committed; empty while it can. */
    String reason() {
        return on ? reason : "";
    }

    /** Something was committed, or there was nothing to commit: it works again. */
    void end(long sequence) {
        if (on) {
            LOG.info("archiving again, at sequence {}", sequence);
        }
        forget();
    }

    /** Time since it began; 0 when there is none. */
    long durationNs() {
        return on ? clock.nanoTime() - startNs : 0;
    }

    long nextPauseMs() {
        return backoff.nextPauseMs();
    }
}
