package io.millrace.engine.testing;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.ExternalBarEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Another process's side of a live feed; also as a process of its own. One thread. */
public final class FeedSender implements AutoCloseable {
    private final Aeron client;
    private final ExclusivePublication publication;
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    public FeedSender(final String aeronDirectory, final String channel, final int streamId) {
        client = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(aeronDirectory)
                .errorHandler(problem -> System.err.println("sender: " + problem.getMessage())));
        publication = client.addExclusivePublication(channel, streamId);
        while (!publication.isConnected()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /**
     * Sends trades {@code first} to {@code last} of a generated list, each with its number as position and venue id.
     *
     * @param arguments directory of the driver, channel, stream, fingerprint (0: none), first, last, ns between two trades, word:
     *     {@code end} says that the feed ends, {@code hang} waits to be killed
     */
    public static void main(final String[] arguments) {
        try (FeedSender sender = new FeedSender(arguments[0], arguments[1], Integer.parseInt(arguments[2]))) {
            final long fingerprint = Long.parseLong(arguments[3]);
            if (fingerprint != 0) {
                sender.status(FeedState.STARTED, fingerprint);
            }
            sender.define(40, "SYM", "TEST", -2, 0);
            final long pauseNs = Long.parseLong(arguments[6]);
            for (long i = Long.parseLong(arguments[4]); i <= Long.parseLong(arguments[5]); i++) {
                sender.trade(40, timeNs(i), i, i, price(i), quantity(i));
                if (pauseNs > 0) {
                    LockSupport.parkNanos(pauseNs);
                }
            }
            System.out.println("sent");
            if (arguments[7].equals("hang")) {
                LockSupport.parkNanos(60_000_000_000L);
            }
            sender.status(FeedState.ENDED, fingerprint);
            LockSupport.parkNanos(300_000_000);
        }
    }

    public static long timeNs(final long i) {
        return RandomMarket.START_NS + i * 20_000_000L;
    }

    public static long price(final long i) {
        return 10_000 + (i * 7_919 % 401) - 200;
    }

    public static long quantity(final long i) {
        return 1 + i % 17;
    }

    public void define(
            final int id,
            final String symbol,
            final String venue,
            final int priceExponent,
            final int quantityExponent) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .eventTimeNs(0)
                .receiveTimeNs(0)
                .instrumentId(id)
                .priceExponent((byte) priceExponent)
                .quantityExponent((byte) quantityExponent)
                .symbol(symbol)
                .venue(venue)
                .baseAsset("")
                .quoteAsset("");
        send(buffer, 0, Records.HEADER_BYTES + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    public void status(final FeedState state, final long fingerprint) {
        new FeedStatusEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .sequence(0)
                        .eventTimeNs(0)
                        .receiveTimeNs(0)
                        .instrumentId(0)
                        .feedId(0)
                        .state(state)
                        .origin(FeedOrigin.FEED)
                        .stream(StreamKind.NONE)
                        .reserved((short) 0)
                        .reserved2(0)
                        .feedPosition(0)
                        .fingerprint(fingerprint)
                        .expected(0)
                        .actual(0)
                        .count(0);
        send(buffer, 0, Records.HEADER_BYTES + FeedStatusEncoder.BLOCK_LENGTH);
    }

    public void trade(
            final int instrumentId,
            final long timeNs,
            final long position,
            final long venueId,
            final long price,
            final long quantity) {
        encodeTrade(buffer, instrumentId, timeNs, position, venueId, price, quantity);
        send(buffer, 0, Records.HEADER_BYTES + TradeEncoder.BLOCK_LENGTH);
    }

    public static void encodeTrade(
            final UnsafeBuffer into,
            final int instrumentId,
            final long timeNs,
            final long position,
            final long venueId,
            final long price,
            final long quantity) {
        new TradeEncoder()
                .wrapAndApplyHeader(into, 0, new MessageHeaderEncoder())
                .sequence(77)
                .eventTimeNs(timeNs)
                .receiveTimeNs(1)
                .instrumentId(instrumentId)
                .feedId(9)
                .aggressor(Aggressor.SELLER)
                .suspicious((short) 0)
                .feedPosition(position)
                .venueTradeId(venueId)
                .price(price)
                .quantity(quantity)
                .conditions(5)
                .venueCode(0x51);
    }

    public void quote(final int instrumentId, final long timeNs, final long price) {
        new QuoteEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .eventTimeNs(timeNs)
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(0)
                .reserved(0)
                .feedPosition(0)
                .venueUpdateId(-1)
                .bidPrice(price)
                .bidQuantity(3)
                .askPrice(price + 1)
                .askQuantity(4)
                .conditions(0)
                .venueCode(0);
        send(buffer, 0, Records.HEADER_BYTES + QuoteEncoder.BLOCK_LENGTH);
    }

    public void bar(final int instrumentId, final long openTimeNs, final long intervalNs, final long price) {
        new ExternalBarEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .eventTimeNs(openTimeNs + intervalNs)
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(0)
                .reserved(0)
                .feedPosition(0)
                .openTimeNs(openTimeNs)
                .intervalNs(intervalNs)
                .openPrice(price)
                .highPrice(price + 2)
                .lowPrice(price - 2)
                .closePrice(price + 1)
                .volume(10)
                .tradeCount(2);
        send(buffer, 0, Records.HEADER_BYTES + ExternalBarEncoder.BLOCK_LENGTH);
    }

    /** Sends whatever it is, as long as it takes. */
    public void send(final DirectBuffer message, final int offset, final int length) {
        long result;
        do {
            result = publication.offer(message, offset, length);
            if (result == Publication.CLOSED || result == Publication.NOT_CONNECTED) {
                throw new IllegalStateException("nobody takes the feed: " + Publication.errorString(result));
            }
        } while (result < 0);
    }

    @Override
    public void close() {
        client.close();
    }
}
