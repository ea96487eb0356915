package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedIndicator;
import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.TradeDecoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.agrona.DirectBuffer;

/** Ticks, bars and indicator values against their tables. One thread. */
final class MarketComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final BarClosedDecoder bar = new BarClosedDecoder();
    private final IndicatorValuesDecoder indicatorValues = new IndicatorValuesDecoder();
    private final DefinedNames names;
    private final RemovedDays removedDays;
    private final ArchivedRows ticks;
    private final ArchivedRows prices;
    private final ArchivedRows values;

    MarketComparison(Connection connection, int engineId, DefinedNames names) {
        this.names = names;
        removedDays = new RemovedDays(connection);
        ticks = new ArchivedRows(
                connection,
                engineId,
                "ticks",
                "0",
                "kind",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "feed_position",
                "venue_id",
                "conditions",
                "instrument_id",
                "feed_id",
                "venue_code",
                "suspicious",
                "aggressor",
                "price",
                "quantity",
                "bid_price",
                "bid_quantity",
                "ask_price",
                "ask_quantity");
        prices = new ArchivedRows(
                connection,
                engineId,
                "prices",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
                "event_time_ns",
                "open_time@us",
                "open_time_ns",
                "interval_ns",
                "timeframe",
                "instrument_id",
                "symbol",
                "source",
                "open",
                "high",
                "low",
                "close",
                "volume",
                "volume_saturated",
                "trade_count");
        values = new ArchivedRows(
                connection,
                engineId,
                "computed_indicators",
                "ordinal",
                "event_time@us",
                "bar_open_time@us",
                "instrument_id",
                "symbol",
                "timeframe",
                "indicator",
                "output",
                "value");
    }

    List<ArchivedRows> tables() {
        return List.of(ticks, prices, values);
    }

    /** Retention takes ticks away by the day; nothing else may. */
    private boolean isRemoved(long sequence, long eventTimeNs) throws SQLException {
        return !ticks.isAt(sequence) && removedDays.contain(eventTimeNs);
    }

    void compareTrade(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        trade.wrapAndApplyHeader(buffer, offset, header);
        if (isRemoved(sequence, trade.eventTimeNs())) {
            return;
        }
        DefinedInstrument instrument = names.instrument(trade.instrumentId(), sequence);
        ticks.startRow(sequence, 0);
        ticks.expect("TRADE");
        ticks.expectTime(trade.eventTimeNs());
        ticks.expect(trade.eventTimeNs());
        ticks.expect(trade.receiveTimeNs());
        ticks.expect(trade.feedPosition());
        ticks.expect(trade.venueTradeId(), -1);
        ticks.expect(trade.conditions(), 0);
        ticks.expect(trade.instrumentId());
        ticks.expect(trade.feedId());
        ticks.expect(venueCode(trade.venueCode()));
        ticks.expect(trade.suspicious() != 0);
        ticks.expect(trade.aggressor().name());
        ticks.expectDecimal(trade.price(), instrument.priceExponent());
        ticks.expectDecimal(trade.quantity(), instrument.quantityExponent());
        ticks.expectNulls(4);
        ticks.endRow();
    }

    void compareQuote(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        quote.wrapAndApplyHeader(buffer, offset, header);
        if (isRemoved(sequence, quote.eventTimeNs())) {
            return;
        }
        DefinedInstrument instrument = names.instrument(quote.instrumentId(), sequence);
        ticks.startRow(sequence, 0);
        ticks.expect("QUOTE");
        ticks.expectTime(quote.eventTimeNs());
        ticks.expect(quote.eventTimeNs());
        ticks.expect(quote.receiveTimeNs());
        ticks.expect(quote.feedPosition());
        ticks.expect(quote.venueUpdateId(), -1);
        ticks.expect(quote.conditions(), 0);
        ticks.expect(quote.instrumentId());
        ticks.expect(quote.feedId());
        ticks.expect(venueCode(quote.venueCode()));
        ticks.expectNulls(4);
        expectSide(quote.bidPrice(), quote.bidQuantity(), instrument);
        expectSide(quote.askPrice(), quote.askQuantity(), instrument);
        ticks.endRow();
    }

    void compareBar(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        bar.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(bar.instrumentId(), sequence);
        prices.startRow(sequence, 0);
        prices.expectId(sequence);
        prices.expectTime(bar.openTimeNs());
        prices.expectTime(bar.eventTimeNs());
        prices.expect(bar.eventTimeNs());
        prices.expectTime(bar.openTimeNs());
        prices.expect(bar.openTimeNs());
        prices.expect(bar.intervalNs());
        prices.expectTimeframe(bar.intervalNs());
        prices.expect(bar.instrumentId());
        prices.expect(instrument.symbol());
        prices.expect(bar.source().name());
        prices.expectDecimal(bar.openPrice(), instrument.priceExponent());
        prices.expectDecimal(bar.highPrice(), instrument.priceExponent());
        prices.expectDecimal(bar.lowPrice(), instrument.priceExponent());
        prices.expectDecimal(bar.closePrice(), instrument.priceExponent());
        prices.expectDecimal(bar.volume(), instrument.quantityExponent());
        prices.expect(bar.volumeSaturated() != 0);
        prices.expect(bar.tradeCount(), -1);
        prices.endRow();
    }

    void compareIndicatorValues(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        indicatorValues.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(indicatorValues.instrumentId(), sequence);
        int ordinal = 0;
        for (IndicatorValuesDecoder.ValuesDecoder value : indicatorValues.values()) {
            DefinedIndicator indicator = names.indicator(value.indicatorId(), sequence);
            values.startRow(sequence, ordinal);
            values.expectTime(indicatorValues.eventTimeNs());
            values.expectTime(indicatorValues.openTimeNs());
            values.expect(indicatorValues.instrumentId());
            values.expect(instrument.symbol());
            values.expectTimeframe(indicatorValues.intervalNs());
            values.expect(indicator.name());
            values.expect(indicator.outputs()[value.output()]);
            values.expect(value.value());
            values.endRow();
            ordinal++;
        }
    }

    private void expectSide(long price, long quantity, DefinedInstrument instrument) throws SQLException {
        if (quantity == 0) {
            ticks.expectNulls(2);
        } else {
            ticks.expectDecimal(price, instrument.priceExponent());
            ticks.expectDecimal(quantity, instrument.quantityExponent());
        }
    }

    /** Up to four characters, the first in the lowest byte; null for none. */
    private static String venueCode(long code) {
        if (code == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(4);
        for (int shift = 0; shift < 32 && code >>> shift != 0; shift += 8) {
            text.append((char) (code >>> shift & 0xFF));
        }
        return text.toString();
    }
}
