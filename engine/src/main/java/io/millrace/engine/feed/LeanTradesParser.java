package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;

/**
 * Trades of LEAN tick files: ms since midnight, price, shares, exchange, sale condition (hex), suspicious. The venue
 * gives neither an id nor the aggressor.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class LeanTradesParser extends LeanLineParser {

    private static final int FIELDS = 6;

    LeanTradesParser(EventFields fields, LeanClock clock) {
        super(fields, FIELDS, clock);
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        event.begin(FeedEvent.Kind.TRADE, time(buffer), 0, FeedEvent.NONE);
        event.price = fields.price(buffer, csv.start(1), csv.end(1));
        event.quantity = fields.positiveQuantity(buffer, csv.start(2), csv.end(2));
        event.aggressor = FeedEvent.AGGRESSOR_UNKNOWN;
        tail(buffer, 3, event);
    }
}
