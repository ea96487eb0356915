package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.archiver.schema.TickPartitions;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.TradeDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/** Trades and quotes into {@code ticks}; keeps the set of days that need a partition. The archiver's thread. */
final class TickSink extends TableSink {
    private static final byte[] TRADE = "TRADE".getBytes(US_ASCII);
    private static final byte[] QUOTE = "QUOTE".getBytes(US_ASCII);
    private static final byte[] BUYER = "BUYER".getBytes(US_ASCII);
    private static final byte[] SELLER = "SELLER".getBytes(US_ASCII);
    private static final byte[] UNKNOWN = "UNKNOWN".getBytes(US_ASCII);

    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final LongHashSet days = new LongHashSet();
    private final byte[] venueCode = new byte[4];

    TickSink(int engineId, Dictionaries dictionaries) {
        super(
                "ticks",
                engineId,
                dictionaries,
                1 << 20,
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "sequence",
                "feed_position",
                "venue_id",
                "conditions",
                "engine_id",
                "instrument_id",
                "feed_id",
                "suspicious",
                "kind",
                "aggressor",
                "venue_code",
                "price",
                "quantity",
                "bid_price",
                "bid_quantity",
                "ask_price",
                "ask_quantity");
    }

    /** Routing each row to its partition costs the server a tenth of the work; rows of one day need none. */
    @Override
    String target() {
        return days.size() == 1 ? TickPartitions.tableOf(days.iterator().nextValue()) : table();
    }

    /** Days of the rows collected. */
    LongHashSet days() {
        return days;
    }

    void clear() {
        rows.clear();
        days.clear();
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        if (header.templateId() == TradeDecoder.TEMPLATE_ID) {
            addTrade(sequence, buffer, offset);
        } else {
            addQuote(sequence, buffer, offset);
        }
    }

    private void addTrade(long sequence, DirectBuffer buffer, int offset) {
        trade.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = trade.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startTick(sequence, trade.eventTimeNs(), trade.receiveTimeNs(), trade.feedPosition(), trade.venueTradeId());
        finishIds(trade.conditions(), instrumentId, trade.feedId());
        rows.putBoolean(trade.suspicious() != 0);
        rows.putText(TRADE);
        rows.putText(aggressor(trade.aggressor()));
        putVenueCode(trade.venueCode());
        rows.putNumeric(trade.price(), instrument.priceExponent());
        rows.putNumeric(trade.quantity(), instrument.quantityExponent());
        rows.putNull();
        rows.putNull();
        rows.putNull();
        rows.putNull();
    }

    private void addQuote(long sequence, DirectBuffer buffer, int offset) {
        quote.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = quote.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startTick(sequence, quote.eventTimeNs(), quote.receiveTimeNs(), quote.feedPosition(), quote.venueUpdateId());
        finishIds(quote.conditions(), instrumentId, quote.feedId());
        rows.putNull();
        rows.putText(QUOTE);
        rows.putNull();
        putVenueCode(quote.venueCode());
        rows.putNull();
        rows.putNull();
        putSide(quote.bidPrice(), quote.bidQuantity(), instrument);
        putSide(quote.askPrice(), quote.askQuantity(), instrument);
    }

    private void startTick(long sequence, long eventTimeNs, long receiveTimeNs, long feedPosition, long venueId) {
        days.add(TickPartitions.dayOf(eventTimeNs));
        startRow();
        rows.putTimestamp(eventTimeNs);
        rows.putLong(eventTimeNs);
        rows.putLong(receiveTimeNs);
        rows.putLong(sequence);
        rows.putLong(feedPosition);
        rows.putLongOrNull(venueId, -1);
    }

    private void finishIds(long conditions, int instrumentId, int feedId) {
        rows.putLongOrNull(conditions, 0);
        rows.putInt(engineId);
        rows.putInt(instrumentId);
        rows.putInt(feedId);
    }

    /** A side with quantity 0 is absent. */
    private void putSide(long price, long quantity, Instrument instrument) {
        if (quantity == 0) {
            rows.putNull();
            rows.putNull();
        } else {
            rows.putNumeric(price, instrument.priceExponent());
            rows.putNumeric(quantity, instrument.quantityExponent());
        }
    }

    private void putVenueCode(long code) {
        int length = 0;
        for (long rest = code; rest != 0 && length < venueCode.length; rest >>>= 8) {
            venueCode[length++] = (byte) rest;
        }
        if (length == 0) {
            rows.putNull();
        } else {
            rows.putBytes(venueCode, 0, length);
        }
    }

    private static byte[] aggressor(Aggressor side) {
        return switch (side) {
            case BUYER -> BUYER;
            case SELLER -> SELLER;
            case UNKNOWN, NULL_VAL -> UNKNOWN;
        };
    }
}
