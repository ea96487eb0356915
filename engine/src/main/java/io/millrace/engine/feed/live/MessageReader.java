package io.millrace.engine.feed.live;

import io.millrace.engine.feed.RejectReason;
import io.millrace.engine.input.FeedEvent;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.TradeDecoder;
import org.agrona.DirectBuffer;

/**
 * Checks a message byte by byte of its meaning and reads it into a {@link FeedEvent}.
 *
 * <p>Feed thread; used again for each message; no allocation. Buffers do not check their bounds, so lengths are compared before
 * anything is read. What it lets through, every handler can take.
 */
final class MessageReader {
    private static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final ExternalBarDecoder bar = new ExternalBarDecoder();
    private final long maxAheadNs;
    private int templateId;
    private int instrumentId;

    /**
     * A reader.
     *
     * @param maxAheadNs how far ahead of the receive time an event time may be
     */
    MessageReader(final long maxAheadNs) {
        this.maxAheadNs = maxAheadNs;
    }

    /** Checks schema, kind and length; null when they are good and the block may be read. */
    RejectReason frame(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_BYTES) {
            return RejectReason.MALFORMED_MESSAGE;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.version() < 1
                || header.version() > MessageHeaderDecoder.SCHEMA_VERSION) {
            return RejectReason.WRONG_SCHEMA;
        }
        templateId = header.templateId();
        final int blockLength = switch (templateId) {
            case TradeDecoder.TEMPLATE_ID -> TradeDecoder.BLOCK_LENGTH;
            case QuoteDecoder.TEMPLATE_ID -> QuoteDecoder.BLOCK_LENGTH;
            case ExternalBarDecoder.TEMPLATE_ID -> ExternalBarDecoder.BLOCK_LENGTH;
            case InstrumentDefinedDecoder.TEMPLATE_ID -> InstrumentDefinedDecoder.BLOCK_LENGTH;
            case FeedStatusDecoder.TEMPLATE_ID -> FeedStatusDecoder.BLOCK_LENGTH;
            default -> 0;
        };
        if (blockLength == 0) {
            return RejectReason.UNKNOWN_KIND;
        }
        return header.blockLength() == blockLength && length == HEADER_BYTES + blockLength
                ? null
                : RejectReason.MALFORMED_MESSAGE;
    }

    /** Template id of the message that {@link #frame} found good. */
    int templateId() {
        return templateId;
    }

    /** The sender's number of the instrument that the event is about. */
    int instrumentId() {
        return instrumentId;
    }

    /** Reads a trade, a quote or a venue's bar whose frame is good; null when its values are. */
    RejectReason event(final DirectBuffer buffer, final int offset, final long receiveTimeNs, final FeedEvent event) {
        return switch (templateId) {
            case TradeDecoder.TEMPLATE_ID -> trade(buffer, offset, receiveTimeNs, event);
            case QuoteDecoder.TEMPLATE_ID -> quote(buffer, offset, receiveTimeNs, event);
            default -> bar(buffer, offset, receiveTimeNs, event);
        };
    }

    private RejectReason trade(
            final DirectBuffer buffer, final int offset, final long receiveTimeNs, final FeedEvent event) {
        trade.wrapAndApplyHeader(buffer, offset, header);
        instrumentId = trade.instrumentId();
        event.begin(FeedEvent.Kind.TRADE, trade.eventTimeNs(), receiveTimeNs, trade.venueTradeId());
        event.position = trade.feedPosition();
        event.aggressor = (byte) trade.aggressorRaw();
        event.suspicious = trade.suspicious() == 1;
        event.price = trade.price();
        event.quantity = trade.quantity();
        event.conditions = (int) trade.conditions();
        event.venueCode = (int) trade.venueCode();
        if (trade.aggressorRaw() > Aggressor.SELLER.value() || trade.suspicious() > 1) {
            return RejectReason.BAD_VALUE;
        }
        if (event.price <= 0) {
            return RejectReason.BAD_PRICE;
        }
        return event.quantity <= 0 ? RejectReason.BAD_QUANTITY : common(event);
    }

    private RejectReason quote(
            final DirectBuffer buffer, final int offset, final long receiveTimeNs, final FeedEvent event) {
        quote.wrapAndApplyHeader(buffer, offset, header);
        instrumentId = quote.instrumentId();
        event.begin(FeedEvent.Kind.QUOTE, quote.eventTimeNs(), receiveTimeNs, quote.venueUpdateId());
        event.position = quote.feedPosition();
        event.bidPrice = quote.bidPrice();
        event.bidQuantity = quote.bidQuantity();
        event.askPrice = quote.askPrice();
        event.askQuantity = quote.askQuantity();
        event.conditions = (int) quote.conditions();
        event.venueCode = (int) quote.venueCode();
        if (event.bidQuantity < 0 || event.askQuantity < 0) {
            return RejectReason.BAD_QUANTITY;
        }
        final boolean bidGood = event.bidPrice > 0 || (event.bidPrice == 0 && event.bidQuantity == 0);
        final boolean askGood = event.askPrice > 0 || (event.askPrice == 0 && event.askQuantity == 0);
        return bidGood && askGood ? common(event) : RejectReason.BAD_PRICE;
    }

    private RejectReason bar(
            final DirectBuffer buffer, final int offset, final long receiveTimeNs, final FeedEvent event) {
        bar.wrapAndApplyHeader(buffer, offset, header);
        instrumentId = bar.instrumentId();
        event.begin(FeedEvent.Kind.BAR, bar.eventTimeNs(), receiveTimeNs, FeedEvent.NONE);
        event.position = bar.feedPosition();
        event.openTimeNs = bar.openTimeNs();
        event.intervalNs = bar.intervalNs();
        event.open = bar.openPrice();
        event.high = bar.highPrice();
        event.low = bar.lowPrice();
        event.close = bar.closePrice();
        event.volume = bar.volume();
        event.tradeCount = bar.tradeCount();
        if (event.intervalNs <= 0 || event.openTimeNs < 0 || event.eventTimeNs - event.openTimeNs != event.intervalNs) {
            return RejectReason.BAD_TIME;
        }
        if (event.open <= 0 || event.high <= 0 || event.low <= 0 || event.close <= 0) {
            return RejectReason.BAD_PRICE;
        }
        if (event.low > Math.min(event.open, event.close) || event.high < Math.max(event.open, event.close)) {
            return RejectReason.INCONSISTENT_BAR;
        }
        return event.volume < 0 || event.tradeCount < FeedEvent.NONE ? RejectReason.BAD_QUANTITY : common(event);
    }

    /** A time far ahead would move the engine's clock there, and all that is on time would be late from then on. */
    private RejectReason common(final FeedEvent event) {
        if (event.eventTimeNs <= 0 || event.eventTimeNs - event.receiveTimeNs > maxAheadNs) {
            return RejectReason.BAD_TIME;
        }
        if (event.position < 0) {
            return RejectReason.BAD_POSITION;
        }
        return event.venueId < FeedEvent.NONE ? RejectReason.BAD_VALUE : null;
    }
}
