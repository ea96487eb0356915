package io.millrace.archiver.run;

import io.millrace.archiver.database.Database;
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
 * @param socketTimeout longest silence of the server before the connection is given up: several times the slowest
 *     transaction
 * @param maxDeadLetters records of an engine that may be set aside; what is refused beyond them stops the archiver
 * @param standby a follower waits while another archiver holds the lock; otherwise it refuses to start
 */
public record ArchiverConfig(
        int maxRecords,
        int maxBytes,
        Duration maxDelay,
        Duration minBackoff,
        Duration maxBackoff,
        Duration patience,
        Duration socketTimeout,
        int maxDeadLetters,
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
        if (socketTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("socketTimeout must be a second or more");
        }
        if (maxDeadLetters < 0) {
            throw new IllegalArgumentException("maxDeadLetters must not be negative");
        }
        if (maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("maxBackoff must not be below minBackoff");
        }
    }

    /**
     * 50,000 records or 16 MiB or 200 ms per transaction; pauses of 100 ms to 10 s; 30 s of patience; 60 s of silence;
     * 1,000 dead letters; no standby.
     */
    public static ArchiverConfig defaults() {
        return new ArchiverConfig(
                50_000,
                16 << 20,
                Duration.ofMillis(200),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Database.WRITE_TIMEOUT,
                1_000,
                false);
    }

    /** The same with other transaction limits. */
    public ArchiverConfig withTransaction(int newMaxRecords, int newMaxBytes, Duration newMaxDelay) {
        return new ArchiverConfig(
                newMaxRecords,
                newMaxBytes,
                newMaxDelay,
                minBackoff,
                maxBackoff,
                patience,
                socketTimeout,
                maxDeadLetters,
                standby);
    }

    /** The same with other pauses. */
    public ArchiverConfig withBackoff(Duration newMinBackoff, Duration newMaxBackoff) {
        return new ArchiverConfig(
                maxRecords,
                maxBytes,
                maxDelay,
                newMinBackoff,
                newMaxBackoff,
                patience,
                socketTimeout,
                maxDeadLetters,
                standby);
    }

    /** The same with another patience. */
    public ArchiverConfig withPatience(Duration newPatience) {
        return new ArchiverConfig(
                maxRecords,
                maxBytes,
                maxDelay,
                minBackoff,
                maxBackoff,
                newPatience,
                socketTimeout,
                maxDeadLetters,
                standby);
    }

    /** The same with another limit of silence. */
    public ArchiverConfig withSocketTimeout(Duration newSocketTimeout) {
        return new ArchiverConfig(
                maxRecords,
                maxBytes,
                maxDelay,
                minBackoff,
                maxBackoff,
                patience,
                newSocketTimeout,
                maxDeadLetters,
                standby);
    }

    /** The same with another limit of dead letters. */
    public ArchiverConfig withMaxDeadLetters(int newMaxDeadLetters) {
        return new ArchiverConfig(
                maxRecords,
                maxBytes,
                maxDelay,
                minBackoff,
                maxBackoff,
                patience,
                socketTimeout,
                newMaxDeadLetters,
                standby);
    }

    /** The same, waiting or not while another archiver works. */
    public ArchiverConfig withStandby(boolean newStandby) {
        return new ArchiverConfig(
                maxRecords,
                maxBytes,
                maxDelay,
                minBackoff,
                maxBackoff,
                patience,
                socketTimeout,
                maxDeadLetters,
                newStandby);
    }
}
