package io.millrace.benchmarks.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.engine.config.WaitKind;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.thread.EventPriority;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A single-producer ring of the engine's slots with one consumer on a thread of its own.
 *
 * <p>The door belongs to one thread and allocates nothing; {@link #close} ends the consumer.
 */
public final class RingLane implements Door, AutoCloseable {
    private static final long JOIN_MS = 10_000;

    private final RingBuffer<RingSlot> ring;
    private final BatchEventProcessor<RingSlot> processor;
    private final Thread consumer;
    private long claimed;

    /** Starts the consumer. */
    public RingLane(final int size, final WaitKind wait, final EventHandler<RingSlot> handler) {
        this(size, wait, EventPriority.USUAL, handler);
    }

    /** Starts the consumer at a priority. */
    public RingLane(
            final int size, final WaitKind wait, final EventPriority priority, final EventHandler<RingSlot> handler) {
        final UnsafeBuffer memory = RingSlot.allocate(size);
        final int[] nextIndex = {0};
        ring = RingBuffer.createSingleProducer(() -> new RingSlot(memory, nextIndex[0]++), size, waitStrategy(wait));
        processor = new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), handler);
        ring.addGatingSequences(processor.getSequence());
        consumer = new Thread(
                () -> {
                    priority.enter();
                    processor.run();
                },
                "bench-ring-consumer");
        consumer.setDaemon(true);
        consumer.start();
    }

    @Override
    public RingSlot claim() {
        claimed = ring.next();
        return ring.get(claimed);
    }

    @Override
    public void publish(final int length, final long receivedNs) {
        ring.get(claimed).filled(length, receivedNs);
        ring.publish(claimed);
    }

    /** Copies a trade into the next slot and publishes it; waits while the ring is full. */
    long publish(final DirectBuffer record, final int offset, final long stamp) {
        claim().buffer().putBytes(0, record, offset, TradeRecord.BYTES);
        publish(TradeRecord.BYTES, stamp);
        return claimed;
    }

    /** Sequence of the newest event; -1 before the first. */
    long published() {
        return ring.getCursor();
    }

    /** Lets the consumer take what was published, then ends it. */
    @Override
    public void close() {
        final long deadlineNs = System.nanoTime() + JOIN_MS * 1_000_000L;
        while (processor.getSequence().get() < ring.getCursor() && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        processor.halt();
        try {
            consumer.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (consumer.isAlive()) {
            throw new IllegalStateException("the consumer has not ended within " + JOIN_MS + " ms");
        }
    }

    private static WaitStrategy waitStrategy(final WaitKind kind) {
        return switch (kind) {
            case SLEEPING -> new SleepingWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
            case BLOCKING -> new BlockingWaitStrategy();
            case BUSY_SPIN -> new BusySpinWaitStrategy();
        };
    }
}
