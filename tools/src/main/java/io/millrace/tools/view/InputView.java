package io.millrace.tools.view;

import io.millrace.journal.codec.ClockAdvancedDecoder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.TradeDecoder;
import org.agrona.DirectBuffer;

/** The fields of input records. One thread. */
final class InputView {
    private final Definitions definitions;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final ExternalBarDecoder bar = new ExternalBarDecoder();
    private final ClockAdvancedDecoder clock = new ClockAdvancedDecoder();
    private final FeedStatusDecoder status = new FeedStatusDecoder();
    private final ConfigChangedDecoder config = new ConfigChangedDecoder();

    InputView(Definitions definitions) {
        this.definitions = definitions;
    }

    void instrumentDefined(DirectBuffer buffer, int offset, Fields fields) {
        instrument.wrapAndApplyHeader(buffer, offset, header);
        fields.put("instrumentId", instrument.instrumentId())
                .put("symbol", instrument.symbol())
                .put("venue", instrument.venue())
                .put("baseAsset", instrument.baseAsset())
                .put("quoteAsset", instrument.quoteAsset())
                .put("priceExponent", (int) instrument.priceExponent())
                .put("quantityExponent", (int) instrument.quantityExponent());
    }

    void trade(DirectBuffer buffer, int offset, Fields fields) {
        trade.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(trade.instrumentId());
        fields.time("receiveTime", trade.receiveTimeNs())
                .put("instrument", of.symbol())
                .put("feedId", trade.feedId())
                .put("feedPosition", trade.feedPosition())
                .putUnless("venueTradeId", trade.venueTradeId(), -1)
                .decimal("price", trade.price(), of.priceExponent())
                .decimal("quantity", trade.quantity(), of.quantityExponent())
                .put("aggressor", trade.aggressor().name())
                .putUnless("suspicious", trade.suspicious(), 0)
                .putUnless("conditions", trade.conditions(), 0)
                .putText("venueCode", Fields.venueCode(trade.venueCode()));
    }

    void quote(DirectBuffer buffer, int offset, Fields fields) {
        quote.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(quote.instrumentId());
        fields.time("receiveTime", quote.receiveTimeNs())
                .put("instrument", of.symbol())
                .put("feedId", quote.feedId())
                .put("feedPosition", quote.feedPosition())
                .putUnless("venueUpdateId", quote.venueUpdateId(), -1)
                .decimal("bidPrice", quote.bidPrice(), of.priceExponent())
                .decimal("bidQuantity", quote.bidQuantity(), of.quantityExponent())
                .decimal("askPrice", quote.askPrice(), of.priceExponent())
                .decimal("askQuantity", quote.askQuantity(), of.quantityExponent())
                .putUnless("conditions", quote.conditions(), 0)
                .putText("venueCode", Fields.venueCode(quote.venueCode()));
    }

    void externalBar(DirectBuffer buffer, int offset, Fields fields) {
        bar.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(bar.instrumentId());
        fields.time("receiveTime", bar.receiveTimeNs())
                .put("instrument", of.symbol())
                .put("feedId", bar.feedId())
                .put("feedPosition", bar.feedPosition())
                .put("interval", Fields.interval(bar.intervalNs()))
                .time("openTime", bar.openTimeNs())
                .decimal("open", bar.openPrice(), of.priceExponent())
                .decimal("high", bar.highPrice(), of.priceExponent())
                .decimal("low", bar.lowPrice(), of.priceExponent())
                .decimal("close", bar.closePrice(), of.priceExponent())
                .decimal("volume", bar.volume(), of.quantityExponent())
                .putUnless("tradeCount", bar.tradeCount(), -1);
    }

    void clockAdvanced(DirectBuffer buffer, int offset, Fields fields) {
        clock.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", clock.receiveTimeNs());
    }

    void feedStatus(DirectBuffer buffer, int offset, Fields fields) {
        status.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", status.receiveTimeNs());
        if (status.instrumentId() != 0) {
            fields.put(
                    "instrument", definitions.instrument(status.instrumentId()).symbol());
        }
        fields.put("feedId", status.feedId())
                .put("state", status.state().name())
                .put("origin", status.origin().name())
                .put("stream", status.stream().name())
                .put("feedPosition", status.feedPosition());
        if (status.fingerprint() != 0) {
            fields.digest("fingerprint", status.fingerprint());
        }
        fields.putUnless("expected", status.expected(), 0)
                .putUnless("actual", status.actual(), 0)
                .putUnless("count", status.count(), 0);
    }

    void configChanged(DirectBuffer buffer, int offset, Fields fields) {
        config.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", config.receiveTimeNs())
                .digest("configDigest", config.configDigest())
                .put("config", config.config());
    }
}
