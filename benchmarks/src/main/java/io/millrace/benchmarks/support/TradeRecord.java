package io.millrace.benchmarks.support;

import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encoded trades, the same in every run: what the journal, the ring and the codec are measured with.
 *
 * <p>Any thread once made; off-heap.
 */
public final class TradeRecord {
    /** Bytes of a Trade with its SBE header. */
    public static final int BYTES = MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH;

    private static final long SEED = 20_241_220L;
    private static final long START_NS = 1_734_652_800_000_000_000L;

    private TradeRecord() {}

    /** Makes a buffer of trades, one directly behind the other, with sequences from 1. */
    public static UnsafeBuffer prepare(final int count) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(count * BYTES));
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final TradeEncoder encoder = new TradeEncoder();
        long price = 6_180_030_000_000L;
        for (int i = 0; i < count; i++) {
            price += (random.nextInt(201) - 100) * 1_000_000L;
            encoder.wrapAndApplyHeader(buffer, i * BYTES, header)
                    .sequence(i + 1L)
                    .eventTimeNs(START_NS + i * 1_000_000L)
                    .receiveTimeNs(START_NS + i * 1_000_000L + 250_000L)
                    .instrumentId(1 + random.nextInt(64))
                    .feedId(1)
                    .aggressor(random.nextBoolean() ? Aggressor.BUYER : Aggressor.SELLER)
                    .suspicious((short) 0)
                    .feedPosition(i + 1L)
                    .venueTradeId(5_000_000_000L + i)
                    .price(price)
                    .quantity(1_000L * (1 + random.nextInt(100_000)))
                    .conditions(0)
                    .venueCode(0);
        }
        return buffer;
    }
}
