package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;

/**
 * A value of an indicator in an analysis. Immutable.
 *
 * @param indicatorName such as RSI
 * @param category TREND, MOMENTUM, VOLATILITY, VOLUME, OTHER, or null
 * @param timeframe null where it is that of the analysis
 * @param indicatorValue finite
 * @param signal BUY, SELL, NEUTRAL, or null
 * @param parameters an object
 */
public record TechnicalIndicator(
        String indicatorName,
        String category,
        String timeframe,
        double indicatorValue,
        String signal,
        Json parameters) {}
