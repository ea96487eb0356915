package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A candle of any length; one without trades is no row. Immutable.
 *
 * @param openTime start of it
 * @param open first price, in the quote asset, as the next three
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume sum of quantities, in the base asset
 * @param vwap mean price by volume; null where a stored bar without it is a part, or nothing was traded
 * @param tradeCount number of trades; null where a stored bar without it is a part
 */
public record Candle(
        Instant openTime,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        BigDecimal volume,
        BigDecimal vwap,
        Long tradeCount) {}
