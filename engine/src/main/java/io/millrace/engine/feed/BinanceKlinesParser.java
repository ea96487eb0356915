package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Times;
import io.millrace.engine.input.FeedEvent;

/**
 * Bars of Binance's public dumps, spot and futures. The close time stands one unit (ms or us) before the end of the
 * interval, so the interval is known from each line.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class BinanceKlinesParser extends CsvLineParser {

    static final ColumnLayout LAYOUT = new ColumnLayout(
            "binance-klines",
            12,
            "open_time",
            "open",
            "high",
            "low",
            "close",
            "volume",
            "close_time",
            "quote_volume|quote_asset_volume",
            "count|number_of_trades|trades",
            "taker_buy_volume|taker_buy_base_volume|taker_buy_base_asset_volume",
            "taker_buy_quote_volume|taker_buy_quote_asset_volume",
            "ignore");

    private final int[] columns;

    /** @param columns position of each column of the layout */
    BinanceKlinesParser(EventFields fields, int minimumFields, int maximumFields, int[] columns) {
        super(fields, minimumFields, maximumFields);
        this.columns = columns;
    }

    @Override
    void fill(byte[] buffer, FeedEvent event) {
        event.open = fields.price(buffer, start(1), end(1));
        event.high = fields.price(buffer, start(2), end(2));
        event.low = fields.price(buffer, start(3), end(3));
        event.close = fields.price(buffer, start(4), end(4));
        event.volume = fields.quantity(buffer, start(5), end(5));
        event.tradeCount = fields.tradeCount(buffer, start(8), end(8));
        event.openTimeNs = fields.time(Times.parseAnyUnit(buffer, start(0), end(0)));
        long lastNs = fields.time(Times.parseAnyUnit(buffer, start(6), end(6)));
        event.intervalNs = lastNs - event.openTimeNs + Times.unitNs(buffer, start(6), end(6));
        long closeTimeNs = event.openTimeNs + event.intervalNs;
        if (lastNs <= event.openTimeNs || closeTimeNs < 0) {
            fields.reject(RejectReason.BAD_TIME);
        }
        fields.checkBar(event);
        event.begin(FeedEvent.Kind.BAR, closeTimeNs, 0, FeedEvent.NONE);
    }

    private int start(int column) {
        return csv.start(columns[column]);
    }

    private int end(int column) {
        return csv.end(columns[column]);
    }
}
