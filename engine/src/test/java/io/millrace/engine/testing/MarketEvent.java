package io.millrace.engine.testing;

import io.millrace.engine.input.FeedEvent;

/**
 * One event of a scripted market. A quote bids {@code price} and asks a little more; a venue's bar opens and closes at it.
 *
 * @param eventTimeNs of a bar the close time
 * @param venueId -1 for none
 */
public record MarketEvent(
        FeedEvent.Kind kind, long eventTimeNs, long venueId, long price, long quantity, long intervalNs) {

    public static MarketEvent trade(final long timeNs, final long id, final long price, final long quantity) {
        return new MarketEvent(FeedEvent.Kind.TRADE, timeNs, id, price, quantity, 0);
    }

    public static MarketEvent quote(final long timeNs, final long id, final long price, final long quantity) {
        return new MarketEvent(FeedEvent.Kind.QUOTE, timeNs, id, price, quantity, 0);
    }

    public static MarketEvent bar(final long openTimeNs, final long intervalNs, final long price, final long quantity) {
        return new MarketEvent(FeedEvent.Kind.BAR, openTimeNs + intervalNs, -1, price, quantity, intervalNs);
    }

    public long openTimeNs() {
        return eventTimeNs - intervalNs;
    }

    public long askPrice() {
        return price + 5;
    }

    public long high() {
        return price + 7;
    }

    public long low() {
        return price - 7;
    }

    /** Fills a feed's event. */
    public void fill(final FeedEvent event, final long position) {
        event.kind = kind;
        event.eventTimeNs = eventTimeNs;
        event.receiveTimeNs = 0;
        event.position = position;
        event.venueId = venueId;
        event.conditions = 0;
        event.venueCode = 0;
        event.suspicious = false;
        event.price = price;
        event.quantity = quantity;
        event.aggressor = FeedEvent.AGGRESSOR_UNKNOWN;
        event.bidPrice = price;
        event.bidQuantity = quantity;
        event.askPrice = askPrice();
        event.askQuantity = quantity;
        event.openTimeNs = openTimeNs();
        event.intervalNs = intervalNs;
        event.open = price;
        event.high = high();
        event.low = low();
        event.close = price;
        event.volume = quantity;
        event.tradeCount = FeedEvent.NONE;
    }
}
