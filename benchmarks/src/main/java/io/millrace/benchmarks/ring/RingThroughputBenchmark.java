package io.millrace.benchmarks.ring;

import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.engine.config.WaitKind;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many events can the ring carry at all? The time to publish one trade of 80 bytes into a ring that a consumer empties
 * as fast as it can, reading one field; with the ring full most of the time, that is the pace of the slower side.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RingThroughputBenchmark {
    private static final int RING_SIZE = 16_384;
    private static final int PREPARED = 512;
    private static final int EVENT_TIME_OFFSET = 16;

    @Param({"SLEEPING", "YIELDING", "BUSY_SPIN"})
    public WaitKind wait;

    private final UnsafeBuffer prepared = TradeRecord.prepare(PREPARED);
    private RingLane lane;
    private long consumedSum;
    private volatile long consumedTotal;

    /** Starts the consumer. */
    @Setup
    public void start() {
        lane = new RingLane(RING_SIZE, wait, (slot, sequence, endOfBatch) -> {
            consumedSum += slot.buffer().getLong(EVENT_TIME_OFFSET);
            if (endOfBatch) {
                consumedTotal = consumedSum;
            }
        });
    }

    @Benchmark
    public long publish() {
        final int next = (int) (lane.published() + 1) & (PREPARED - 1);
        return lane.publish(prepared, next * TradeRecord.BYTES, 0);
    }

    /** Ends the consumer; one that has seen nothing measured nothing. */
    @TearDown
    public void stop() {
        lane.close();
        if (consumedTotal == 0) {
            throw new IllegalStateException("the consumer has taken nothing");
        }
    }
}
