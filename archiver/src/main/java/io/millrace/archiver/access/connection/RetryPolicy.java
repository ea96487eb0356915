package io.millrace.archiver.access.connection;

import java.time.Duration;

/**
 * How often a transaction that lost a race is run again. Immutable. Only what
 * {@link io.millrace.archiver.access.error.AccessException#isRetryable} says is tried again, and only as a whole.
 *
 * @param attempts runs at most, the first included
 * @param firstPause pause before the second; each later one is twice as long, and each is shortened at random by up to half
 * @param longestPause no pause is longer
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(500));

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("retry with " + attempts + " attempts; give at least 1");
        }
    }
}
