package io.millrace.benchmarks.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.engine.event.RingSlot;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way back of a ping-pong: the echo thread publishes, the benchmark's thread takes the events itself.
 *
 * <p>One publisher, one taker; no allocation.
 */
final class EchoRing {
    private final RingBuffer<RingSlot> ring;
    private final Sequence taken = new Sequence();

    EchoRing(final int size) {
        final UnsafeBuffer memory = RingSlot.allocate(size);
        final int[] nextIndex = {0};
        ring = RingBuffer.createSingleProducer(
                () -> new RingSlot(memory, nextIndex[0]++), size, new BusySpinWaitStrategy());
        ring.addGatingSequences(taken);
    }

    /** Sends a trade back under the stamp that it came with. */
    void publish(final DirectBuffer record, final long stamp) {
        final long sequence = ring.next();
        final RingSlot slot = ring.get(sequence);
        slot.buffer().putBytes(0, record, 0, TradeRecord.BYTES);
        slot.filled(TradeRecord.BYTES, stamp);
        ring.publish(sequence);
    }

    /** Spins until the next echo is there; its stamp must be the one expected. */
    long await(final long stamp) {
        final long sequence = taken.get() + 1;
        while (ring.getCursor() < sequence) {
            Thread.onSpinWait();
        }
        final long received = ring.get(sequence).receivedNs();
        taken.set(sequence);
        if (received != stamp) {
            throw new IllegalStateException("echo of " + received + " where that of " + stamp + " was expected");
        }
        return received;
    }
}
