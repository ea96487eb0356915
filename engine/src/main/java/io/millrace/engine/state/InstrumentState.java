package io.millrace.engine.state;

import io.millrace.journal.codec.InstrumentDefinedDecoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Flyweight over the fixed first part of an instrument's block: definition, newest ids and times of each stream, top of
 * book, last price. Bars, indicators and rules follow at the offsets of {@link StateLayout}.
 *
 * <p>Engine thread; bound once, no allocation except for the names. Prices and quantities are mantissas, times ns since
 * the epoch.
 */
public final class InstrumentState {
    /** No id or time yet. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int PRICE_EXPONENT = 0;
    private static final int QUANTITY_EXPONENT = 4;
    private static final int SYMBOL = 8;
    private static final int VENUE = SYMBOL + InstrumentDefinedDecoder.symbolLength();
    private static final int BASE_ASSET = VENUE + InstrumentDefinedDecoder.venueLength();
    private static final int QUOTE_ASSET = BASE_ASSET + InstrumentDefinedDecoder.baseAssetLength();
    private static final int TRADE_ID = QUOTE_ASSET + InstrumentDefinedDecoder.quoteAssetLength();
    private static final int TRADE_IDS_SEEN = TRADE_ID + 8;
    private static final int TRADE_TIME = TRADE_IDS_SEEN + 8;
    private static final int QUOTE_ID = TRADE_TIME + 8;
    private static final int QUOTE_TIME = QUOTE_ID + 8;
    private static final int BAR_OPEN_TIME = QUOTE_TIME + 8;
    private static final int BAR_INTERVAL = BAR_OPEN_TIME + 8;
    private static final int LATE_STREAMS = BAR_INTERVAL + 8;
    private static final int LAST_PRICE = LATE_STREAMS + 8;
    private static final int BID_PRICE = LAST_PRICE + 8;
    private static final int BID_QUANTITY = BID_PRICE + 8;
    private static final int ASK_PRICE = BID_QUANTITY + 8;
    private static final int ASK_QUANTITY = ASK_PRICE + 8;

    /** Bytes of the fixed part. */
    public static final int BYTES = ASK_QUANTITY + 8;

    private final int id;
    private final UnsafeBuffer block;

    InstrumentState(final int id, final UnsafeBuffer block) {
        this.id = id;
        this.block = block;
    }

    /** Takes the definition and clears the rest of the fixed part. */
    void define(final InstrumentDefinedDecoder definition) {
        block.setMemory(0, BYTES, (byte) 0);
        block.putInt(PRICE_EXPONENT, definition.priceExponent());
        block.putInt(QUANTITY_EXPONENT, definition.quantityExponent());
        // The four names stand next to each other in the record as they do here.
        block.putBytes(
                SYMBOL,
                definition.buffer(),
                definition.offset() + InstrumentDefinedDecoder.symbolEncodingOffset(),
                TRADE_ID - SYMBOL);
        block.putLong(TRADE_ID, NONE);
        block.putLong(TRADE_TIME, NONE);
        block.putLong(QUOTE_ID, NONE);
        block.putLong(QUOTE_TIME, NONE);
        block.putLong(BAR_OPEN_TIME, NONE);
    }

    /** Number of the instrument in this journal, from 1. */
    public int id() {
        return id;
    }

    /** The whole block, for the slices behind the fixed part. */
    public UnsafeBuffer block() {
        return block;
    }

    /** Power of ten of price mantissas. */
    public int priceExponent() {
        return block.getInt(PRICE_EXPONENT);
    }

    /** Power of ten of quantity mantissas. */
    public int quantityExponent() {
        return block.getInt(QUANTITY_EXPONENT);
    }

    /** Venue symbol; allocates. */
    public String symbol() {
        return text(SYMBOL, InstrumentDefinedDecoder.symbolLength());
    }

    /** Venue; allocates. */
    public String venue() {
        return text(VENUE, InstrumentDefinedDecoder.venueLength());
    }

    /** Base asset, the symbol part of trade ids; allocates. */
    public String baseAsset() {
        return text(BASE_ASSET, InstrumentDefinedDecoder.baseAssetLength());
    }

    /** Largest trade id seen; {@link #NONE} before the first. */
    public long tradeId() {
        return block.getLong(TRADE_ID);
    }

    /** Bit k: trade id {@code tradeId() - k} was seen. */
    public long tradeIdsSeen() {
        return block.getLong(TRADE_IDS_SEEN);
    }

    /** Takes the trade ids that were seen. */
    public void tradeIds(final long largest, final long seen) {
        block.putLong(TRADE_ID, largest);
        block.putLong(TRADE_IDS_SEEN, seen);
    }

    /** Newest trade time. */
    public long tradeTimeNs() {
        return block.getLong(TRADE_TIME);
    }

    /** Takes the newest trade time. */
    public void tradeTimeNs(final long timeNs) {
        block.putLong(TRADE_TIME, timeNs);
    }

    /** Largest quote update id seen. */
    public long quoteId() {
        return block.getLong(QUOTE_ID);
    }

    /** Takes the largest quote update id. */
    public void quoteId(final long updateId) {
        block.putLong(QUOTE_ID, updateId);
    }

    /** Newest quote time. */
    public long quoteTimeNs() {
        return block.getLong(QUOTE_TIME);
    }

    /** Takes the newest quote time. */
    public void quoteTimeNs(final long timeNs) {
        block.putLong(QUOTE_TIME, timeNs);
    }

    /** Newest open time of the venue's bars. */
    public long barOpenTimeNs() {
        return block.getLong(BAR_OPEN_TIME);
    }

    /** Takes the newest open time of the venue's bars. */
    public void barOpenTimeNs(final long timeNs) {
        block.putLong(BAR_OPEN_TIME, timeNs);
    }

    /** Interval of the venue's bars, which then replace those built from trades; 0 when there are none. */
    public long barIntervalNs() {
        return block.getLong(BAR_INTERVAL);
    }

    /** Takes the interval of the venue's bars. */
    public void barIntervalNs(final long intervalNs) {
        block.putLong(BAR_INTERVAL, intervalNs);
    }

    /** True while a stream brings events older than it has already brought. */
    public boolean streamIsLate(final int stream) {
        return (block.getLong(LATE_STREAMS) & (1L << stream)) != 0;
    }

    /** Notes whether a stream brings events older than it has already brought. */
    public void streamIsLate(final int stream, final boolean late) {
        final long bits = block.getLong(LATE_STREAMS);
        block.putLong(LATE_STREAMS, late ? bits | (1L << stream) : bits & ~(1L << stream));
    }

    /** Price of the last trade, or close of the last venue bar. */
    public long lastPrice() {
        return block.getLong(LAST_PRICE);
    }

    /** Takes the last price. */
    public void lastPrice(final long price) {
        block.putLong(LAST_PRICE, price);
    }

    /** Takes the top of the book; a side with quantity 0 is absent. */
    public void topOfBook(final long bidPrice, final long bidQuantity, final long askPrice, final long askQuantity) {
        block.putLong(BID_PRICE, bidPrice);
        block.putLong(BID_QUANTITY, bidQuantity);
        block.putLong(ASK_PRICE, askPrice);
        block.putLong(ASK_QUANTITY, askQuantity);
    }

    /** Best bid. */
    public long bidPrice() {
        return block.getLong(BID_PRICE);
    }

    /** Best offer. */
    public long askPrice() {
        return block.getLong(ASK_PRICE);
    }

    /** Quantity at the best bid; 0 when the side is absent. */
    public long bidQuantity() {
        return block.getLong(BID_QUANTITY);
    }

    /** Quantity at the best offer; 0 when the side is absent. */
    public long askQuantity() {
        return block.getLong(ASK_QUANTITY);
    }

    private String text(final int at, final int length) {
        int end = 0;
        while (end < length && block.getByte(at + end) != 0) {
            end++;
        }
        final byte[] bytes = new byte[end];
        block.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
