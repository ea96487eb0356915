package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * An analysis of an instrument for a user, without its parts. Immutable.
 *
 * @param id given by the caller, so that a repeated call is found out
 * @param userId for whom
 * @param symbol the instrument, upper case
 * @param exchange where it is traded, upper case
 * @param period span of the data, such as 1y
 * @param interval length of a bar, such as 1d
 * @param status PENDING, COMPLETED or FAILED
 * @param analysisType such as AI
 * @param signal STRONG_BUY, BUY, HOLD, SELL or STRONG_SELL; null where there is none
 * @param confidence 0 to 1, or null
 * @param riskLevel LOW, MEDIUM, HIGH, VERY_HIGH, or null
 * @param sector null where not known
 * @param currentPrice above zero, or null
 * @param priceChangePercent percent, or null
 * @param dataFrom start of the data, or null
 * @param dataTo end of the data, or null
 * @param summary words, or null
 * @param analysisData everything else, an object
 * @param errorMessage why it failed; null where it did not
 * @param createdAt given by the database
 * @param updatedAt given by the database
 */
public record StockAnalysis(
        UUID id,
        UUID userId,
        String symbol,
        String exchange,
        String period,
        String interval,
        String status,
        String analysisType,
        String signal,
        Double confidence,
        String riskLevel,
        String sector,
        BigDecimal currentPrice,
        Double priceChangePercent,
        Instant dataFrom,
        Instant dataTo,
        String summary,
        Json analysisData,
        String errorMessage,
        Instant createdAt,
        Instant updatedAt)
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
