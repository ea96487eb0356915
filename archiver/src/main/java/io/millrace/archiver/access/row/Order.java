package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order as it stands. Immutable.
 *
 * @param id its id over all engines
 * @param orderId its number within its engine
 * @param engineId whose it is; 0 for an application
 * @param symbol the instrument
 * @param orderType MARKET, LIMIT, STOP or STOP_LIMIT
 * @param side BUY or SELL
 * @param quantity in the base asset
 * @param price limit, in the quote asset; null where there is none
 * @param stopPrice trigger, in the quote asset; null where there is none
 * @param filledQuantity what is done of it
 * @param averagePrice of what is done; null where nothing is
 * @param status NEW, PARTIALLY_FILLED, FILLED, REPLACED, CANCELLED, REJECTED or EXPIRED
 * @param signalId the signal that it follows; null where none
 * @param timestamp time of its last change
 */
public record Order(
        long id,
        long orderId,
        int engineId,
        String symbol,
        String orderType,
        String side,
        BigDecimal quantity,
        BigDecimal price,
        BigDecimal stopPrice,
        BigDecimal filledQuantity,
        BigDecimal averagePrice,
        String status,
        Long signalId,
        Instant timestamp)
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
