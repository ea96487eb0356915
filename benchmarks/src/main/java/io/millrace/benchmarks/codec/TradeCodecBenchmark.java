package io.millrace.benchmarks.codec;

import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do the generated codecs cost? Every field of a Trade written, and every field read and added up; the floors are a
 * copy of the 80 bytes and the sum of their ten words.
 *
 * <p>The records lie in a ring of 512, so that neither end is always the same cache line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TradeCodecBenchmark {
    private static final int RECORDS = 512;

    private final UnsafeBuffer source = TradeRecord.prepare(RECORDS);
    private final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(RECORDS * TradeRecord.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final TradeEncoder encoder = new TradeEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final TradeDecoder decoder = new TradeDecoder();
    private long count;

    @Benchmark
    public UnsafeBuffer encode() {
        final long n = ++count;
        encoder.wrapAndApplyHeader(target, offset(n), headerEncoder)
                .sequence(n)
                .eventTimeNs(n + 1)
                .receiveTimeNs(n + 2)
                .instrumentId((int) n)
                .feedId((int) n & 0xFF)
                .aggressor((n & 1) == 0 ? Aggressor.BUYER : Aggressor.SELLER)
                .suspicious((short) 0)
                .feedPosition(n + 3)
                .venueTradeId(n + 4)
                .price(n + 5)
                .quantity(n + 6)
                .conditions(0)
                .venueCode(0);
        return target;
    }

    @Benchmark
    public UnsafeBuffer copy() {
        final int offset = offset(++count);
        target.putBytes(offset, source, offset, TradeRecord.BYTES);
        return target;
    }

    @Benchmark
    public long decode() {
        decoder.wrapAndApplyHeader(source, offset(++count), headerDecoder);
        return decoder.sequence()
                + decoder.eventTimeNs()
                + decoder.receiveTimeNs()
                + decoder.instrumentId()
                + decoder.feedId()
                + decoder.aggressorRaw()
                + decoder.suspicious()
                + decoder.feedPosition()
                + decoder.venueTradeId()
                + decoder.price()
                + decoder.quantity()
                + decoder.conditions()
                + decoder.venueCode();
    }

    @Benchmark
    public long sumWords() {
        final int offset = offset(++count);
        long sum = 0;
        for (int at = offset; at < offset + TradeRecord.BYTES; at += Long.BYTES) {
            sum += source.getLong(at);
        }
        return sum;
    }

    private static int offset(final long n) {
        return (int) (n & (RECORDS - 1)) * TradeRecord.BYTES;
    }
}
