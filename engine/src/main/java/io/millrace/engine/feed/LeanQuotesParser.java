package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;

/**
 * Quotes of LEAN tick files, of one exchange each: ms since midnight, bid, bid size, ask, ask size, exchange, condition
 * (hex), suspicious. A side of price 0 and size 0 is absent.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class LeanQuotesParser extends LeanLineParser {

    private static final int FIELDS = 8;

    LeanQuotesParser(EventFields fields, LeanClock clock) {
        super(fields, FIELDS, clock);
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        event.begin(FeedEvent.Kind.QUOTE, time(buffer), 0, FeedEvent.NONE);
        event.bidQuantity = fields.quantity(buffer, csv.start(2), csv.end(2));
        event.bidPrice = fields.sidePrice(event.bidQuantity, buffer, csv.start(1), csv.end(1));
        event.askQuantity = fields.quantity(buffer, csv.start(4), csv.end(4));
        event.askPrice = fields.sidePrice(event.askQuantity, buffer, csv.start(3), csv.end(3));
        tail(buffer, 5, event);
    }
}
