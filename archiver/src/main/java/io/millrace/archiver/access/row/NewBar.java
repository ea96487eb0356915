package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A bar that no engine has seen. Immutable.
 *
 * @param symbol the instrument
 * @param timestamp start of the bar
 * @param intervalNs its length
 * @param timeframe the same as text, such as {@code 1m}
 * @param open first price, in the quote asset, as the next three
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume sum of quantities, in the base asset
 * @param tradeCount number of trades; null where it is not known
 */
public record NewBar(
        String symbol,
        Instant timestamp,
        long intervalNs,
        String timeframe,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        BigDecimal volume,
        Long tradeCount) {}
