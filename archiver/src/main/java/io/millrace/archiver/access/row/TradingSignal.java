package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A signal and how it ended. Immutable.
 *
 * @param id its id over all engines
 * @param tradeId its id for people and programs
 * @param engineId who made it; 0 for an application
 * @param sequence journal sequence; for an application a running number
 * @param symbol the instrument
 * @param signalType BUY or SELL
 * @param timestamp event time
 * @param confidence 0 to 1
 * @param entryPrice in the quote asset, as the next two
 * @param stopLoss price at which the position is given up
 * @param takeProfit price at which the profit is taken
 * @param riskReward |takeProfit - entry| / |entry - stopLoss|; null where it is not defined
 * @param expiryTime the signal counts until then
 * @param rule what made it
 * @param timeframe bar interval of the rule
 * @param cmsScore composite market score, -1 to 1; null where none was made, as the next three
 * @param sentimentComponent its part from sentiment
 * @param technicalComponent its part from indicators
 * @param regimeComponent its part from the market's regime
 * @param operands values that the rule looked at, an object
 * @param explanation words for people; null until somebody has written them
 * @param result WIN, LOSS, BREAKEVEN or EXPIRED; null while it is open, as the next three
 * @param profitLoss in the quote asset
 * @param exitPrice null where there was none
 * @param closedAt when it ended
 * @param status OPEN, WON, LOST, BREAKEVEN or EXPIRED
 */
public record TradingSignal(
        long id,
        String tradeId,
        int engineId,
        long sequence,
        String symbol,
        String signalType,
        Instant timestamp,
        double confidence,
        BigDecimal entryPrice,
        BigDecimal stopLoss,
        BigDecimal takeProfit,
        Double riskReward,
        Instant expiryTime,
        String rule,
        String timeframe,
        Double cmsScore,
        Double sentimentComponent,
        Double technicalComponent,
        Double regimeComponent,
        Json operands,
        String explanation,
        String result,
        BigDecimal profitLoss,
        BigDecimal exitPrice,
        Instant closedAt,
        String status)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return timestamp;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
