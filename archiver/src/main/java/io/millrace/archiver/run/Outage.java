package io.millrace.archiver.run;

import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which nothing can be committed: when it began, and the pauses between tries. The archiver's thread; logs
 * once at the start and once at the end.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

    private final Backoff backoff;
    private final NanoClock clock;
    private boolean on;
    private long startNs;

    Outage(Backoff backoff, NanoClock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    void begin(String reason) {
        if (!on) {
            on = true;
            startNs = clock.nanoTime();
            LOG.warn("{}; trying again until it works", reason);
        }
    }

    void end(long sequence) {
        if (on) {
            on = false;
            LOG.info("archiving again, at sequence {}", sequence);
        }
        backoff.reset();
    }

    /** Time since it began; 0 when there is none. */
    long durationNs() {
        return on ? clock.nanoTime() - startNs : 0;
    }

    long nextPauseMs() {
        return backoff.nextPauseMs();
    }
}
