package io.millrace.archiver.access.row;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * State of an order of an application, as a broker tells it. Immutable.
 *
 * @param signalId signal of an application that it follows; null where none
 * @param symbol the instrument
 * @param orderType MARKET, LIMIT, STOP or STOP_LIMIT
 * @param side BUY or SELL
 * @param quantity in the base asset
 * @param price limit; null where the type has none
 * @param stopPrice trigger; null where the type has none
 * @param filledQuantity what is done of it, 0 to quantity
 * @param averagePrice of what is done; null where nothing is
 * @param status NEW, PARTIALLY_FILLED, FILLED, REPLACED, CANCELLED, REJECTED or EXPIRED
 * @param timestamp when it came into that state
 */
public record OrderState(
        Long signalId,
        String symbol,
        String orderType,
        String side,
        BigDecimal quantity,
        BigDecimal price,
        BigDecimal stopPrice,
        BigDecimal filledQuantity,
        BigDecimal averagePrice,
        String status,
        Instant timestamp) {}
