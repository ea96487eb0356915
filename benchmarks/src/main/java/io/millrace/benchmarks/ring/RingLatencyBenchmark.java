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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does one hop take when nothing is in the way? A trade goes over one ring, and its echo comes back over another:
 * half of the round trip is the one-way time, with a distribution.
 *
 * <p>The echo is copied as the trade was. The benchmark's thread waits for it by spinning.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RingLatencyBenchmark {
    private static final int RING_SIZE = 1_024;
    private static final int PREPARED = 512;
    private static final int HOPS = 2;

    @Param({"YIELDING", "BUSY_SPIN"})
    public WaitKind wait;

    private final UnsafeBuffer prepared = TradeRecord.prepare(PREPARED);
    private RingLane there;
    private EchoRing back;

    /** Starts the echo. */
    @Setup
    public void start() {
        back = new EchoRing(RING_SIZE);
        there = new RingLane(
                RING_SIZE, wait, (slot, sequence, endOfBatch) -> back.publish(slot.buffer(), slot.receivedNs()));
    }

    @Benchmark
    @OperationsPerInvocation(HOPS)
    public long roundTrip() {
        final long stamp = there.published() + 1;
        there.publish(prepared, (int) (stamp & (PREPARED - 1)) * TradeRecord.BYTES, stamp);
        return back.await(stamp);
    }

    /** Ends the echo. */
    @TearDown
    public void stop() {
        there.close();
    }
}
