package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Times;
import io.millrace.engine.input.FeedEvent;

/**
 * Best bid and offer of Binance's public futures dumps. The event time is the transaction time. Crossed and locked
 * quotes are taken as they are.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class BinanceBookTickerParser extends CsvLineParser {

    static final ColumnLayout LAYOUT = new ColumnLayout(
            "binance-bookticker",
            7,
            "update_id",
            "best_bid_price",
            "best_bid_qty",
            "best_ask_price",
            "best_ask_qty",
            "transaction_time",
            "event_time");

    private final int[] columns;

    /** @param columns position of each column of the layout */
    BinanceBookTickerParser(EventFields fields, int minimumFields, int maximumFields, int[] columns) {
        super(fields, minimumFields, maximumFields);
        this.columns = columns;
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        long venueId = fields.count(buffer, start(0), end(0));
        event.bidQuantity = fields.quantity(buffer, start(2), end(2));
        event.bidPrice = fields.sidePrice(event.bidQuantity, buffer, start(1), end(1));
        event.askQuantity = fields.quantity(buffer, start(4), end(4));
        event.askPrice = fields.sidePrice(event.askQuantity, buffer, start(3), end(3));
        long timeNs = fields.time(Times.parseAnyUnit(buffer, start(5), end(5)));
        event.begin(FeedEvent.Kind.QUOTE, timeNs, 0, venueId);
    }

    private int start(int column) {
        return csv.start(columns[column]);
    }

    private int end(int column) {
        return csv.end(columns[column]);
    }
}
