package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * How well a model did on one period. Immutable.
 *
 * @param id given by the caller
 * @param modelType the model
 * @param modelVersion or null
 * @param signalType what it was asked for
 * @param period name of the period
 * @param periodStart or null
 * @param periodEnd or null
 * @param sampleCount or null
 * @param accuracy 0 to 1
 * @param precisionScore 0 to 1, or null
 * @param recallScore 0 to 1, or null
 * @param f1Score from the two before; given by the database
 * @param metrics others, an object
 * @param createdAt given by the database
 */
public record ModelValidation(
        UUID id,
        String modelType,
        String modelVersion,
        String signalType,
        String period,
        Instant periodStart,
        Instant periodEnd,
        Long sampleCount,
        double accuracy,
        Double precisionScore,
        Double recallScore,
        Double f1Score,
        Json metrics,
        Instant createdAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return id.toString();
    }
}
