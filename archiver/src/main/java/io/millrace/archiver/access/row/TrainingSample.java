package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What a model can learn from one signal. Immutable.
 *
 * @param id given by the caller
 * @param tradeId the signal; null where there is none
 * @param symbol or null
 * @param action BUY, SELL, HOLD, or null
 * @param indicators values at the signal, an object
 * @param outcome what came of it; null while open
 * @param profitLoss or null
 * @param marketConditions an object
 * @param signalData an object
 * @param createdAt given by the database
 * @param outcomeAt when the outcome was known, or null
 */
public record TrainingSample(
        UUID id,
        String tradeId,
        String symbol,
        String action,
        Json indicators,
        String outcome,
        BigDecimal profitLoss,
        Json marketConditions,
        Json signalData,
        Instant createdAt,
        Instant outcomeAt)
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
