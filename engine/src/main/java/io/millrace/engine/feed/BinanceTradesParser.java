package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Ascii;
import io.millrace.engine.feed.text.Times;
import io.millrace.engine.input.FeedEvent;
import java.nio.charset.StandardCharsets;

/**
 * Trades and aggregated trades of Binance's public dumps, spot and futures. Times are ms or us since the epoch; their
 * magnitude tells. A maker who bought means that the seller was the aggressor.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class BinanceTradesParser extends CsvLineParser {

    static final ColumnLayout TRADES = new ColumnLayout(
            "binance-trades",
            6,
            "id|trade_id",
            "price",
            "qty|quantity",
            "quote_qty|quoteqty|quote_quantity|base_qty",
            "time|timestamp|transact_time",
            "is_buyer_maker|isbuyermaker",
            "is_best_match|isbestmatch");

    static final ColumnLayout AGGREGATED = new ColumnLayout(
            "binance-aggtrades",
            7,
            "agg_trade_id|aggregate_trade_id|id",
            "price",
            "quantity|qty",
            "first_trade_id|first_id",
            "last_trade_id|last_id",
            "transact_time|time|timestamp",
            "is_buyer_maker|isbuyermaker",
            "is_best_match|isbestmatch");

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final int TRADE_TIME = 4;
    private static final int AGGREGATED_TIME = 5;

    private final int id;
    private final int price;
    private final int quantity;
    private final int time;
    private final int buyerIsMaker;

    /** @param columns position of each column of the layout */
    BinanceTradesParser(EventFields fields, int minimumFields, int maximumFields, boolean aggregated, int[] columns) {
        super(fields, minimumFields, maximumFields);
        int timeColumn = aggregated ? AGGREGATED_TIME : TRADE_TIME;
        id = columns[0];
        price = columns[1];
        quantity = columns[2];
        time = columns[timeColumn];
        buyerIsMaker = columns[timeColumn + 1];
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        long venueId = fields.count(buffer, csv.start(id), csv.end(id));
        event.price = fields.price(buffer, csv.start(price), csv.end(price));
        event.quantity = fields.positiveQuantity(buffer, csv.start(quantity), csv.end(quantity));
        long timeNs = fields.time(Times.parseAnyUnit(buffer, csv.start(time), csv.end(time)));
        event.aggressor = aggressor(buffer, csv.start(buyerIsMaker), csv.end(buyerIsMaker));
        event.begin(FeedEvent.Kind.TRADE, timeNs, 0, venueId);
    }

    private byte aggressor(byte[] buffer, int start, int end) {
        if (Ascii.equalsIgnoreCase(buffer, start, end, TRUE)) {
            return FeedEvent.AGGRESSOR_SELLER;
        }
        if (!Ascii.equalsIgnoreCase(buffer, start, end, FALSE)) {
            fields.reject(RejectReason.MALFORMED_LINE);
        }
        return FeedEvent.AGGRESSOR_BUYER;
    }
}
