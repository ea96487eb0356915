package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A chart pattern in an analysis. Immutable.
 *
 * @param patternName such as head and shoulders
 * @param patternType REVERSAL, CONTINUATION, CANDLESTICK, DIVERGENCE or OTHER
 * @param direction BULLISH, BEARISH or NEUTRAL
 * @param status FORMING, COMPLETED or FAILED
 * @param confidence 0 to 1, or null
 * @param timeframe or null
 * @param startTime or null
 * @param endTime or null
 * @param startPrice or null
 * @param endPrice or null
 * @param targetPrice or null
 * @param stopPrice or null
 * @param properties an object
 */
public record Pattern(
        String patternName,
        String patternType,
        String direction,
        String status,
        Double confidence,
        String timeframe,
        Instant startTime,
        Instant endTime,
        BigDecimal startPrice,
        BigDecimal endPrice,
        BigDecimal targetPrice,
        BigDecimal stopPrice,
        Json properties) {}
