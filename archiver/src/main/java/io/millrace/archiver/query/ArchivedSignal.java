package io.millrace.archiver.query;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of {@code trading_signals}. Immutable.
 *
 * @param engineId the engine that made it
 * @param sequence its journal sequence
 * @param tradeId its id for people and programs
 * @param time event time, to the nanosecond
 * @param symbol the instrument
 * @param action BUY or SELL
 * @param confidence 0 to 1
 * @param entryPrice in the quote asset, as the next two
 * @param stopLoss price at which the position is given up
 * @param takeProfit price at which the profit is taken
 * @param riskReward NaN where it is not defined
 * @param expiry the signal counts until then
 * @param rule name of the rule
 * @param timeframe bar interval of the rule, such as 5m
 * @param barOpenTime start of the bar whose close fired the rule
 * @param operandsJson the operands by name, a JSON object
 * @param explanation words for people; null where an earlier version archived the signal and this one has not explained it yet
 */
public record ArchivedSignal(
        int engineId,
        long sequence,
        String tradeId,
        Instant time,
        String symbol,
        String action,
        double confidence,
        BigDecimal entryPrice,
        BigDecimal stopLoss,
        BigDecimal takeProfit,
        double riskReward,
        Instant expiry,
        String rule,
        String timeframe,
        Instant barOpenTime,
        String operandsJson,
        String explanation) {}
