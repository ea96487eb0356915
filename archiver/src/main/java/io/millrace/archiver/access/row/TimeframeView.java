package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;

/**
 * What an analysis says of one bar length. Immutable.
 *
 * @param timeframe such as 1h
 * @param trend BULLISH, BEARISH or NEUTRAL
 * @param signal STRONG_BUY, BUY, HOLD, SELL, STRONG_SELL, or null
 * @param confidence 0 to 1, or null
 * @param weight 0 to 1, or null
 * @param details an object
 */
public record TimeframeView(
        String timeframe, String trend, String signal, Double confidence, Double weight, Json details) {}
