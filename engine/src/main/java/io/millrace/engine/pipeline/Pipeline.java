package io.millrace.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.WaitKind;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.append.Durability;
import io.millrace.journal.batch.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * Ring, engine thread and handlers of one engine, wired in the fused layout.
 *
 * <pre>
 *   feed thread ──claim, encode, publish──► ring ──► engine thread: journal + streams, bars, indicators, rules
 *                                                      └─ at batch end: append the batch, publish counters
 * </pre>
 *
 * Started once, stopped once; any thread may do so.
 */
public final class Pipeline {
    private static final long LONGEST_NAP_NS = 200_000L;

    private final EngineFailure failure;
    private final Ingress ingress;
    private final BatchEventProcessor<RingSlot> processor;
    private final Thread thread;
    private final NanoClock clock;

    public Pipeline(
            final EngineConfig config,
            final HandlerChain chain,
            final BatchBuilder batch,
            final BatchAppender appender,
            final Egress egress,
            final EngineCounters counters,
            final LatencyRecorder latencies,
            final DistinctErrorLog errorLog,
            final NanoClock clock) {
        // 1. The ring: slots are windows on one contiguous buffer.
        final int ringSize = config.ring().size();
        final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(ringSize * RingSlot.SLOT_BYTES));
        final int[] nextIndex = {0};
        final RingBuffer<RingSlot> ring = RingBuffer.createSingleProducer(
                () -> new RingSlot(memory, nextIndex[0]++), ringSize, waitStrategy(config, clock));

        // 2. The engine thread: all handlers in one, journal first.
        final FusedHandler fused = new FusedHandler(
                chain,
                HandlerChain.newFrame(config),
                batch,
                appender,
                egress,
                config.batch(),
                new DuplicateTally(config.state().maxFeeds()),
                counters,
                latencies,
                clock,
                () -> ring.getCursor() - ring.getMinimumGatingSequence());
        processor = new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), fused);
        ring.addGatingSequences(processor.getSequence());

        // 3. Failure: recorded, then the thread halts; the door refuses what comes after.
        failure = new EngineFailure(errorLog, batch::firstSequence);
        failure.onFailure(processor::halt);
        processor.setExceptionHandler(failure);

        // 4. The door.
        this.clock = clock;
        ingress = new Ingress(ring, failure, clock);
        thread = new Thread(processor, "millrace-engine");
    }

    /** Starts the engine thread. */
    public void start() {
        thread.start();
    }

    /** The door of the feed thread. */
    public Ingress ingress() {
        return ingress;
    }

    /** Who is told of an input at which a handler fails, by the thread that fails; to be set before the start. */
    public void onFailedInput(final BiConsumer<byte[], Throwable> listener) {
        failure.onFailedInput(listener);
    }

    /** Throws when the engine has failed. */
    public void check() {
        failure.check();
    }

    /**
     * Ends the engine thread; everything published before {@link Ingress#drain} returned is committed. A stop before the
     * start keeps the thread from ever running a handler.
     *
     * @return false when the thread has not ended in time: what it works on must then stay open
     */
    public boolean stop(final long timeoutMs) {
        ingress.close();
        processor.halt();
        boolean interrupted = false;
        final long deadlineNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long leftMs = timeoutMs;
        while (thread.isAlive() && leftMs > 0) {
            try {
                thread.join(leftMs);
            } catch (final InterruptedException e) {
                // The thread must have ended before anything is closed; the caller hears of the interrupt after that.
                interrupted = true;
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - clock.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static WaitStrategy waitStrategy(final EngineConfig config, final NanoClock clock) {
        final WaitKind kind = config.ring().waitKind();
        if (config.journal().durability() == Durability.BATCH) {
            final long timeoutNs = config.journal().durabilityPolicy().forceIntervalNs();
            return new TimedWaitStrategy(idleStrategy(kind), clock, timeoutNs);
        }
        return switch (kind) {
            case SLEEPING -> new SleepingWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
            case BLOCKING -> new BlockingWaitStrategy();
            case BUSY_SPIN -> new BusySpinWaitStrategy();
        };
    }

    private static IdleStrategy idleStrategy(final WaitKind kind) {
        return switch (kind) {
            case SLEEPING -> new BackoffIdleStrategy(100, 100, 1_000, 50_000);
            case YIELDING -> YieldingIdleStrategy.INSTANCE;
            case BLOCKING -> new SleepingIdleStrategy(LONGEST_NAP_NS);
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }
}
