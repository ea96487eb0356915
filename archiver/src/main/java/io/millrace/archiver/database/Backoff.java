package io.millrace.archiver.database;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: each twice the one before up to a limit, shortened at random by up to half so that many clients
 * do not come back at once. One thread.
 */
public final class Backoff {
    private final long minMs;
    private final long maxMs;
    private final RandomGenerator random;
    private long nextMs;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMs = Math.max(1, min.toMillis());
        this.maxMs = Math.max(minMs, max.toMillis());
        this.random = random;
        reset();
    }

    public void reset() {
        nextMs = minMs;
    }

    /** The pause to make now. */
    public long nextPauseMs() {
        long full = nextMs;
        nextMs = Math.min(maxMs, nextMs * 2);
        return full - random.nextLong(full / 2 + 1);
    }
}
