package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A signal that an application made. Immutable.
 *
 * @param baseAsset what is bought or sold; first part of the trade id
 * @param symbol the instrument
 * @param signalType BUY or SELL
 * @param timestamp when it was made
 * @param confidence 0 to 1
 * @param entryPrice in the quote asset, as the next two
 * @param stopLoss price at which the position is given up
 * @param takeProfit price at which the profit is taken
 * @param expiryTime the signal counts until then
 * @param source what made it, such as the name of a model
 * @param timeframe bar interval that it looks at
 * @param cmsScore composite market score, -1 to 1, or null, as the next three
 * @param sentimentComponent its part from sentiment
 * @param technicalComponent its part from indicators
 * @param regimeComponent its part from the market's regime
 * @param operands values that it rests on, an object
 * @param explanation words for people
 */
public record NewSignal(
        String baseAsset,
        String symbol,
        String signalType,
        Instant timestamp,
        double confidence,
        BigDecimal entryPrice,
        BigDecimal stopLoss,
        BigDecimal takeProfit,
        Instant expiryTime,
        String source,
        String timeframe,
        Double cmsScore,
        Double sentimentComponent,
        Double technicalComponent,
        Double regimeComponent,
        Json operands,
        String explanation) {
    /** |takeProfit - entry| / |entry - stopLoss|; null where the stop stands at the entry. */
    public Double riskReward() {
        double risk = entryPrice.subtract(stopLoss).abs().doubleValue();
        return risk == 0 ? null : takeProfit.subtract(entryPrice).abs().doubleValue() / risk;
    }
}
