package io.millrace.tools.torture.twin;

import io.millrace.engine.input.FeedEvent;

/**
 * A trade, or a quote that bids {@code price}, of the twin's market. Immutable.
 *
 * @param quote false for a trade
 * @param timeNs event time
 * @param id trade id or update id
 * @param price mantissa at exponent -2
 * @param quantity whole units
 */
record TwinEvent(boolean quote, long timeNs, long id, long price, long quantity) {
    private static final long SPREAD = 3;

    void fill(FeedEvent event, long position) {
        event.begin(quote ? FeedEvent.Kind.QUOTE : FeedEvent.Kind.TRADE, timeNs, 0, id);
        event.position = position;
        event.price = price;
        event.quantity = quantity;
        event.aggressor = FeedEvent.AGGRESSOR_UNKNOWN;
        event.bidPrice = price;
        event.bidQuantity = quantity;
        event.askPrice = price + SPREAD;
        event.askQuantity = quantity;
    }
}
