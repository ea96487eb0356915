package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A price that an analysis points out. Immutable.
 *
 * @param levelType SUPPORT, RESISTANCE, PIVOT, ENTRY, STOP_LOSS or TARGET
 * @param price above zero
 * @param strength 0 to 1, or null
 * @param touchCount or null
 * @param timeframe or null
 * @param lastTouchedAt or null
 * @param description words, or null
 */
public record TradingLevel(
        String levelType,
        BigDecimal price,
        Double strength,
        Integer touchCount,
        String timeframe,
        Instant lastTouchedAt,
        String description) {}
