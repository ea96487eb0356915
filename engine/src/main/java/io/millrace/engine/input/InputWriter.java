package io.millrace.engine.input;

import io.millrace.engine.event.RingSlot;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.ExternalBarEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeEncoder;

/**
 * Encodes inputs straight into ring slots. The sequence stays open; the engine thread sets it.
 *
 * <p>Feed thread; no allocation except for names.
 */
public final class InputWriter {
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

    private final Ingress ingress;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();
    private final ExternalBarEncoder bar = new ExternalBarEncoder();
    private final ClockAdvancedEncoder clock = new ClockAdvancedEncoder();
    private final FeedStatusEncoder status = new FeedStatusEncoder();
    private final InstrumentDefinedEncoder definition = new InstrumentDefinedEncoder();

    public InputWriter(final Ingress ingress) {
        this.ingress = ingress;
    }

    /** A trade, quote or venue bar. */
    public void event(final FeedEvent event, final int instrumentId, final int feedId, final long receiveTimeNs) {
        switch (event.kind) {
            case TRADE -> trade(event, instrumentId, feedId, receiveTimeNs);
            case QUOTE -> quote(event, instrumentId, feedId, receiveTimeNs);
            case BAR -> bar(event, instrumentId, feedId, receiveTimeNs);
        }
    }

    private void trade(final FeedEvent event, final int instrumentId, final int feedId, final long receiveTimeNs) {
        final RingSlot slot = ingress.claim();
        trade.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(event.eventTimeNs)
                .receiveTimeNs(receiveTimeNs)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .aggressor(Aggressor.get(event.aggressor))
                .suspicious((short) (event.suspicious ? 1 : 0))
                .feedPosition(event.position)
                .venueTradeId(event.venueId)
                .price(event.price)
                .quantity(event.quantity)
                .conditions(event.conditions & 0xFFFF_FFFFL)
                .venueCode(event.venueCode & 0xFFFF_FFFFL);
        ingress.publish(HEADER_BYTES + TradeEncoder.BLOCK_LENGTH);
    }

    private void quote(final FeedEvent event, final int instrumentId, final int feedId, final long receiveTimeNs) {
        final RingSlot slot = ingress.claim();
        quote.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(event.eventTimeNs)
                .receiveTimeNs(receiveTimeNs)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .reserved(0)
                .feedPosition(event.position)
                .venueUpdateId(event.venueId)
                .bidPrice(event.bidPrice)
                .bidQuantity(event.bidQuantity)
                .askPrice(event.askPrice)
                .askQuantity(event.askQuantity)
                .conditions(event.conditions & 0xFFFF_FFFFL)
                .venueCode(event.venueCode & 0xFFFF_FFFFL);
        ingress.publish(HEADER_BYTES + QuoteEncoder.BLOCK_LENGTH);
    }

    private void bar(final FeedEvent event, final int instrumentId, final int feedId, final long receiveTimeNs) {
        final RingSlot slot = ingress.claim();
        bar.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(event.eventTimeNs)
                .receiveTimeNs(receiveTimeNs)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .reserved(0)
                .feedPosition(event.position)
                .openTimeNs(event.openTimeNs)
                .intervalNs(event.intervalNs)
                .openPrice(event.open)
                .highPrice(event.high)
                .lowPrice(event.low)
                .closePrice(event.close)
                .volume(event.volume)
                .tradeCount(event.tradeCount);
        ingress.publish(HEADER_BYTES + ExternalBarEncoder.BLOCK_LENGTH);
    }

    /** A tick of the timer. */
    public void clockAdvanced(final long eventTimeNs, final long receiveTimeNs) {
        final RingSlot slot = ingress.claim();
        clock.wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(receiveTimeNs);
        ingress.publish(HEADER_BYTES + ClockAdvancedEncoder.BLOCK_LENGTH);
    }

    /** What has become of a feed. */
    public void feedStatus(
            final FeedState state,
            final int instrumentId,
            final int feedId,
            final long fingerprint,
            final long position,
            final long eventTimeNs,
            final long receiveTimeNs) {
        status(state, instrumentId, feedId, fingerprint, position, eventTimeNs, receiveTimeNs, 0);
    }

    /** Events of a feed that were dropped because the ring was full, before the position of the next one. */
    public void feedGap(
            final int feedId, final long position, final long eventTimeNs, final long receiveTimeNs, final long count) {
        status(FeedState.GAP, 0, feedId, 0, position, eventTimeNs, receiveTimeNs, count);
    }

    private void status(
            final FeedState state,
            final int instrumentId,
            final int feedId,
            final long fingerprint,
            final long position,
            final long eventTimeNs,
            final long receiveTimeNs,
            final long count) {
        final RingSlot slot = ingress.claim();
        status
                .wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(receiveTimeNs)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .state(state)
                .origin(FeedOrigin.FEED)
                .stream(StreamKind.NONE)
                .reserved((short) 0)
                .reserved2(0)
                .feedPosition(position)
                .fingerprint(fingerprint)
                .expected(0)
                .actual(0)
                .count(count);
        ingress.publish(HEADER_BYTES + FeedStatusEncoder.BLOCK_LENGTH);
    }

    /** A new instrument. */
    public void instrumentDefined(
            final int instrumentId, final Instrument instrument, final long eventTimeNs, final long receiveTimeNs) {
        final RingSlot slot = ingress.claim();
        definition
                .wrapAndApplyHeader(slot.buffer(), 0, header)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(receiveTimeNs)
                .instrumentId(instrumentId)
                .priceExponent((byte) instrument.priceExponent())
                .quantityExponent((byte) instrument.quantityExponent())
                .symbol(instrument.symbol())
                .venue(instrument.venue())
                .baseAsset(instrument.baseAsset())
                .quoteAsset(instrument.quoteAsset());
        ingress.publish(HEADER_BYTES + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }
}
