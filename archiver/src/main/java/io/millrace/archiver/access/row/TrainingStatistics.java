package io.millrace.archiver.access.row;

import java.time.Instant;

/**
 * How much there is to learn from. Immutable.
 *
 * @param totalSamples samples
 * @param withOutcome those whose outcome is known
 * @param wins those that won
 * @param losses those that lost
 * @param oldest null where there is none, as the next
 * @param newest the newest
 */
public record TrainingStatistics(
        long totalSamples, long withOutcome, long wins, long losses, Instant oldest, Instant newest) {}
