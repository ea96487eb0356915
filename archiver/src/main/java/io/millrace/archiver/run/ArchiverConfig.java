package io.millrace.archiver.run;

import java.time.Duration;

/**
 * How an archiver works. Immutable; any thread.
 *
 * @param maxRecords records per transaction, at most (a batch is never divided)
 * @param maxBytes memory of the collected rows per transaction, about
 * @param maxDelay longest time between taking a record and committing it, while following a live journal
 * @param minBackoff first pause after a failure of the database
 * @param maxBackoff longest pause; pauses double up to it, each with jitter
 * @param patience how long a run that ends by itself waits for the database, and how long any run waits for the lock
 *     that its own lost connection may still hold
 * @param standby a follower waits while another archiver holds the lock; otherwise it refuses to start
 */
public record ArchiverConfig(
        int maxRecords,
        int maxBytes,
        Duration maxDelay,
        Duration minBackoff,
        Duration maxBackoff,
        Duration patience,
        boolean standby) {
    public ArchiverConfig {
        if (maxRecords < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "maxRecords and maxBytes must be positive: " + maxRecords + ", " + maxBytes);
        }
        if (maxDelay.isNegative() || minBackoff.isNegative() || minBackoff.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "maxDelay and patience must not be negative, minBackoff must be positive");
        }
        if (maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("maxBackoff must not be below minBackoff");
        }
    }

    /** 50,000 records or 16 MiB or 200 ms per transaction; pauses of 100 ms to 10 s; 30 s of patience; no standby. */
    public static ArchiverConfig defaults() {
        return new ArchiverConfig(
                50_000,
                16 << 20,
                Duration.ofMillis(200),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                false);
    }

    /** The same with other transaction limits. */
    public ArchiverConfig withTransaction(int newMaxRecords, int newMaxBytes, Duration newMaxDelay) {
        return new ArchiverConfig(newMaxRecords, newMaxBytes, newMaxDelay, minBackoff, maxBackoff, patience, standby);
    }

    /** The same with other pauses. */
    public ArchiverConfig withBackoff(Duration newMinBackoff, Duration newMaxBackoff) {
        return new ArchiverConfig(maxRecords, maxBytes, maxDelay, newMinBackoff, newMaxBackoff, patience, standby);
    }

    /** The same with another patience. */
    public ArchiverConfig withPatience(Duration newPatience) {
        return new ArchiverConfig(maxRecords, maxBytes, maxDelay, minBackoff, maxBackoff, newPatience, standby);
    }

    /** The same, waiting or not while another archiver works. */
    public ArchiverConfig withStandby(boolean newStandby) {
        return new ArchiverConfig(maxRecords, maxBytes, maxDelay, minBackoff, maxBackoff, patience, newStandby);
    }
}
