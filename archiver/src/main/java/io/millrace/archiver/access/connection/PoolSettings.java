package io.millrace.archiver.access.connection;

import java.time.Duration;

/**
 * Size and patience of the pool. Immutable.
 *
 * @param idle connections that are kept open
 * @param total connections at most
 * @param patience how long a call waits for a free one
 * @param maxLife age at which a connection is replaced
 */
public record PoolSettings(int idle, int total, Duration patience, Duration maxLife) {
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);

    /** Ten, and up to twenty more; 30 s; 3600 s. */
    public static final PoolSettings DEFAULTS =
            new PoolSettings(10, 30, Duration.ofSeconds(30), Duration.ofSeconds(3600));

    public PoolSettings {
        if (idle < 0 || total < 1 || idle > total) {
            throw new IllegalArgumentException("pool of " + idle + " idle and " + total
                    + " total connections; give 0 <= idle <= total and at least 1 in total");
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("pool patience " + patience + "; give more than zero");
        }
        if (maxLife.compareTo(SHORTEST_LIFE) < 0) {
            throw new IllegalArgumentException("pool maximum life " + maxLife + "; give at least " + SHORTEST_LIFE);
        }
    }
}
