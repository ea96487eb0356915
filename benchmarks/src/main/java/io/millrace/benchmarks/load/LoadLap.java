package io.millrace.benchmarks.load;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The encoded trades and quotes of one lap, and how those of a later lap follow from them.
 *
 * <p>Prices walk at random and are pulled back to where they started, so that the way from the end of a lap to its start is
 * no jump. Any thread once made; {@link #copy} allocates nothing.
 */
public final class LoadLap {
    static final int PRICE_EXPONENT = -2;
    static final int QUANTITY_EXPONENT = -3;

    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int TRADE_BYTES = HEADER_BYTES + TradeEncoder.BLOCK_LENGTH;
    private static final int QUOTE_BYTES = HEADER_BYTES + QuoteEncoder.BLOCK_LENGTH;
    private static final int STRIDE_BYTES = 96;
    private static final int EVENT_TIME = HEADER_BYTES + TradeEncoder.eventTimeNsEncodingOffset();
    private static final int RECEIVE_TIME = HEADER_BYTES + TradeEncoder.receiveTimeNsEncodingOffset();
    private static final int POSITION = HEADER_BYTES + TradeEncoder.feedPositionEncodingOffset();
    private static final int TRADE_ID = HEADER_BYTES + TradeEncoder.venueTradeIdEncodingOffset();
    private static final int UPDATE_ID = HEADER_BYTES + QuoteEncoder.venueUpdateIdEncodingOffset();
    private static final long START_NS = 1_734_652_800_000_000_000L;
    private static final long RECEIVED_AFTER_NS = 250_000L;
    private static final long LOWEST_START_PRICE = 10_000L;
    private static final int PULL = 4_096;

    private final LoadShape shape;
    private final UnsafeBuffer records;
    private final long[] eventTimesNs;
    private final int[] instrumentIds;
    private final boolean[] trades;
    private final int[] tradesOf;
    private final int[] quotesOf;
    private final long durationNs;

    LoadLap(final LoadShape shape) {
        this.shape = shape;
        records = new UnsafeBuffer(ByteBuffer.allocateDirect(shape.lapEvents() * STRIDE_BYTES));
        eventTimesNs = new long[shape.lapEvents()];
        instrumentIds = new int[shape.lapEvents()];
        trades = new boolean[shape.lapEvents()];
        tradesOf = new int[shape.instruments() + 1];
        quotesOf = new int[shape.instruments() + 1];
        final MarketSequence sequence = new MarketSequence(shape);
        durationNs = sequence.durationNs();
        fill(sequence, new SplittableRandom(shape.seed() + 1));
    }

    LoadShape shape() {
        return shape;
    }

    /** Events in the lap. */
    public int events() {
        return shape.lapEvents();
    }

    /** The memory that all records of the lap are in, off-heap. */
    public UnsafeBuffer records() {
        return records;
    }

    /** Where the record of an event begins in that memory. */
    public int offset(final int index) {
        return index * STRIDE_BYTES;
    }

    /** Bytes of the record of an event. */
    public int length(final int index) {
        return trades[index] ? TRADE_BYTES : QUOTE_BYTES;
    }

    /** Event time before the first event. */
    long startNs() {
        return START_NS;
    }

    long eventTimeNs(final int index, final long lapNumber) {
        return eventTimesNs[index] + lapNumber * durationNs;
    }

    /** Copies an event of a lap to offset 0 of the target and gives its length. */
    int copy(final int index, final long lapNumber, final MutableDirectBuffer target) {
        final int source = offset(index);
        final int length = length(index);
        target.putBytes(0, records, source, length);
        if (lapNumber > 0) {
            final int id = instrumentIds[index];
            final long laterNs = lapNumber * durationNs;
            add(source, EVENT_TIME, laterNs, target);
            add(source, RECEIVE_TIME, laterNs, target);
            add(source, POSITION, lapNumber * (tradesOf[id] + quotesOf[id]), target);
            if (trades[index]) {
                add(source, TRADE_ID, lapNumber * tradesOf[id], target);
            } else {
                add(source, UPDATE_ID, lapNumber * quotesOf[id], target);
            }
        }
        return length;
    }

    /**
     * A field of a later lap. The target is only written, as by a feed: its line is still with the reader's core, and a look at what was
     * just copied there would wait for it.
     */
    private void add(final int source, final int field, final long value, final MutableDirectBuffer target) {
        target.putLong(field, records.getLong(source + field, LITTLE_ENDIAN) + value, LITTLE_ENDIAN);
    }

    private void fill(final MarketSequence sequence, final SplittableRandom random) {
        final long[] startPrices = new long[shape.instruments() + 1];
        final long[] prices = new long[shape.instruments() + 1];
        for (int id = 1; id < prices.length; id++) {
            startPrices[id] = LOWEST_START_PRICE * (1 + random.nextInt(500));
            prices[id] = startPrices[id];
        }
        final RecordWriter writer = new RecordWriter();
        for (int i = 0; i < shape.lapEvents(); i++) {
            final int id = sequence.instrumentId(i);
            final long step = startPrices[id] / 5_000 + 1;
            prices[id] += random.nextLong(2 * step + 1) - step + (startPrices[id] - prices[id]) / PULL;
            eventTimesNs[i] = START_NS + sequence.offsetNs(i);
            instrumentIds[i] = id;
            trades[i] = sequence.isTrade(i);
            if (trades[i]) {
                tradesOf[id]++;
                writer.trade(i, id, prices[id], random);
            } else {
                quotesOf[id]++;
                writer.quote(i, id, prices[id], random);
            }
        }
    }

    /** Encodes the lap. */
    private final class RecordWriter {
        private final MessageHeaderEncoder header = new MessageHeaderEncoder();
        private final TradeEncoder trade = new TradeEncoder();
        private final QuoteEncoder quote = new QuoteEncoder();

        void trade(final int index, final int id, final long price, final SplittableRandom random) {
            trade.wrapAndApplyHeader(records, index * STRIDE_BYTES, header)
                    .eventTimeNs(eventTimesNs[index])
                    .receiveTimeNs(eventTimesNs[index] + RECEIVED_AFTER_NS)
                    .instrumentId(id)
                    .feedId(id)
                    .aggressor(random.nextBoolean() ? Aggressor.BUYER : Aggressor.SELLER)
                    .suspicious((short) 0)
                    .feedPosition(tradesOf[id] + quotesOf[id])
                    .venueTradeId(tradesOf[id])
                    .price(price)
                    .quantity(1 + random.nextInt(10_000))
                    .conditions(0)
                    .venueCode(0);
        }

        void quote(final int index, final int id, final long price, final SplittableRandom random) {
            final long halfSpread = 1 + price / 20_000;
            quote.wrapAndApplyHeader(records, index * STRIDE_BYTES, header)
                    .eventTimeNs(eventTimesNs[index])
                    .receiveTimeNs(eventTimesNs[index] + RECEIVED_AFTER_NS)
                    .instrumentId(id)
                    .feedId(id)
                    .reserved(0)
                    .feedPosition(tradesOf[id] + quotesOf[id])
                    .venueUpdateId(quotesOf[id])
                    .bidPrice(price - halfSpread)
                    .bidQuantity(1 + random.nextInt(10_000))
                    .askPrice(price + halfSpread)
                    .askQuantity(1 + random.nextInt(10_000))
                    .conditions(0)
                    .venueCode(0);
        }
    }
}
