package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A closed bar. Immutable.
 *
 * @param id its id over all engines
 * @param symbol the instrument
 * @param timestamp start of the bar
 * @param timeframe its length as text, such as {@code 1m}
 * @param open first price, in the quote asset, as the next three
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume sum of quantities, in the base asset
 */
public record Bar(
        long id,
        String symbol,
        Instant timestamp,
        String timeframe,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        BigDecimal volume)
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
