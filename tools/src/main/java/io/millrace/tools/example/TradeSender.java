package io.millrace.tools.example;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends trades to an engine that runs with {@code --feed aeron:CHANNEL:STREAM}. One thread. */
public final class TradeSender {
    private final ExclusivePublication publication;
    private final IdleStrategy idle = new BackoffIdleStrategy();
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InstrumentDefinedEncoder definition = new InstrumentDefinedEncoder();
    private final TradeEncoder trade = new TradeEncoder();

    /** Sends over this stream. */
    public TradeSender(Aeron aeron, String channel, int streamId) {
        publication = aeron.addExclusivePublication(channel, streamId);
    }

    /** Says what an instrument of ours is called: before its first trade, and again whenever an engine connects. */
    public void define(int instrumentId, String symbol, String venue, int priceExponent, int quantityExponent) {
        definition
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .eventTimeNs(0)
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .priceExponent((byte) priceExponent)
                .quantityExponent((byte) quantityExponent)
                .symbol(symbol)
                .venue(venue)
                .baseAsset("")
                .quoteAsset("");
        send(MessageHeaderEncoder.ENCODED_LENGTH + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    /** Sends a trade; price and quantity are mantissas at the exponents of the definition. */
    public void trade(int instrumentId, long timeNs, long venueTradeId, long price, long quantity) {
        trade.wrapAndApplyHeader(buffer, 0, header)
                .sequence(0)
                .eventTimeNs(timeNs)
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(0)
                .aggressor(Aggressor.UNKNOWN)
                .suspicious((short) 0)
                .feedPosition(0)
                .venueTradeId(venueTradeId)
                .price(price)
                .quantity(quantity)
                .conditions(0)
                .venueCode(0);
        send(MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH);
    }

    /** Waits while the engine is not there or does not keep up; a trade that must not wait is dropped here instead. */
    private void send(int length) {
        long result = publication.offer(buffer, 0, length);
        while (result < 0) {
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("the stream is " + Publication.errorString(result));
            }
            idle.idle();
            result = publication.offer(buffer, 0, length);
        }
    }
}
