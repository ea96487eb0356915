package io.millrace.archiver.access.row;

import java.math.BigDecimal;

/**
 * How the signals of a time have done. Immutable.
 *
 * @param totalSignals all of that time
 * @param wins those that ended with a profit
 * @param losses those that ended with a loss
 * @param winRate wins / (wins + losses) x 100, two decimals, cut off; null where none has ended so
 * @param totalPnl sum of profits and losses, in the quote asset
 * @param avgConfidence mean confidence, 0 to 1, six decimals; null where there are none
 * @param signalsPerDay signals per day of that time, six decimals
 */
public record SignalStatistics(
        long totalSignals,
        long wins,
        long losses,
        BigDecimal winRate,
        BigDecimal totalPnl,
        Double avgConfidence,
        BigDecimal signalsPerDay) {}
