package io.millrace.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import io.millrace.engine.config.EgressThread;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.config.PipelinedConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.state.GlobalState;
import io.millrace.engine.thread.EventPriority;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.append.Durability;
import io.millrace.journal.batch.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * Rings, threads and handlers of one engine, wired in one of two layouts.
 *
 * <pre>
 *   fused        feed ──► ring ──► engine thread: compute ► journal ► send out
 *
 *   pipelined    feed ──► ring ──► engine thread: compute ──► ring of batches ──► journal thread ──► egress thread
 * </pre>
 *
 * Computing is the same in both: streams, bars, indicators, rules, input and outputs of an event in one batch. Started once,
 * stopped once; any thread may do so.
 */
public final class Pipeline {
    private final EngineFailure failure;
    private final Computation computation;
    private final Ingress ingress;
    /** In the order in which an event passes them. */
    private final StageThread[] stages;

    private final CpuPinning pinning;
    /** Set before the threads start. */
    private EventPriority priority = EventPriority.USUAL;

    private final BatchBuilder batch;
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
        this.batch = batch;
        this.clock = clock;
        final boolean fused = config.layout().kind() == LayoutKind.FUSED;

        // 1. What is done with a batch after it is computed.
        final boolean forcedByTime = config.journal().durability() == Durability.BATCH;
        final Committer committer = new Committer(appender, counters, clock, forcedByTime);
        final Publisher publisher = new Publisher(egress, latencies, clock);

        // 2. The ring: slots are windows on one contiguous buffer.
        final int ringSize = config.ring().size();
        final UnsafeBuffer memory = RingSlot.allocate(ringSize);
        final int[] nextIndex = {0};
        final RingBuffer<RingSlot> ring = RingBuffer.createSingleProducer(
                () -> new RingSlot(memory, nextIndex[0]++),
                ringSize,
                new IdleWorkWaitStrategy(config.ring().waitKind(), fused ? committer::whileIdle : IdleWork.NONE));

        // 3. What the engine thread does in both layouts.
        computation = new Computation(
                chain,
                HandlerChain.newFrame(config),
                new DuplicateTally(config.state().maxFeeds()),
                clock,
                () -> ring.getCursor() - ring.getMinimumGatingSequence());

        // 4. The threads. A failure of any of them is recorded and halts them all; the door refuses what comes after.
        failure = new EngineFailure(errorLog, computation::firstSequence, computation::isOpen);
        pinning = new CpuPinning(config.layout().cpu());
        final GlobalState state = chain.state().global();
        final BatchSlot open = new BatchSlot(batch, config.batch(), state, state, publisher.wantedTemplateIds());
        stages = fused
                ? fused(config, ring, committer, publisher, open)
                : pipelined(config, ring, committer, publisher, state);
        failure.onFailure(() -> {
            for (final StageThread stage : stages) {
                stage.halt();
            }
        });

        // 5. The door.
        ingress = new Ingress(ring, stages, failure, clock);
    }

    private StageThread[] fused(
            final EngineConfig config,
            final RingBuffer<RingSlot> ring,
            final Committer committer,
            final Publisher publisher,
            final BatchSlot openBatch) {
        final BatchEventProcessor<RingSlot> processor = new BatchEventProcessorBuilder()
                // The feed gets its slots back batch by batch, not only when the whole ring is taken.
                .setMaxBatchSize(config.batch().maxRecords())
                .build(ring, ring.newBarrier(), new FusedHandler(computation, committer, publisher, openBatch));
        processor.setExceptionHandler(failure.atInput());
        ring.addGatingSequences(processor.getSequence());
        return new StageThread[] {new StageThread("millrace-engine", processor, ring, clock, () -> begin(0))};
    }

    private StageThread[] pipelined(
            final EngineConfig config,
            final RingBuffer<RingSlot> ring,
            final Committer committer,
            final Publisher publisher,
            final GlobalState state) {
        final PipelinedConfig pipelined = config.layout().pipelined();

        // a. The ring of batches. Two threads wait at it, the egress thread for the journal thread.
        final WaitStrategy wait = new TwoStageWaitStrategy(
                new IdleWorkWaitStrategy(pipelined.journalWait(), committer::whileIdle),
                new IdleWorkWaitStrategy(pipelined.egressWait(), IdleWork.NONE));
        final RingBuffer<BatchSlot> batches = RingBuffer.createSingleProducer(
                () -> new BatchSlot(batch.another(), config.batch(), state, newCounts(), publisher.wantedTemplateIds()),
                pipelined.batches(),
                wait);

        // b. The engine thread computes.
        final BatchEventProcessor<RingSlot> compute = new BatchEventProcessorBuilder()
                .setMaxBatchSize(config.batch().maxRecords())
                .build(
                        ring,
                        ring.newBarrier(),
                        new ComputeHandler(
                                computation,
                                batches,
                                IdleWorkWaitStrategy.idleStrategy(config.ring().waitKind()),
                                failure));
        compute.setExceptionHandler(failure.atInput());
        ring.addGatingSequences(compute.getSequence());
        final StageThread engine = new StageThread("millrace-engine", compute, ring, clock, () -> begin(0));

        // c. The journal thread commits; with few threads it also sends out.
        final boolean sendsOut = pipelined.egressThread() == EgressThread.JOURNAL;
        final EventHandler<BatchSlot> commit = (slot, sequence, endOfBatch) -> {
            committer.append(slot);
            if (sendsOut) {
                publisher.publish(slot);
            }
            committer.count(slot);
        };
        // One batch at a time: what is committed goes on at once, not when all that wait are.
        final BatchEventProcessor<BatchSlot> journaling =
                new BatchEventProcessorBuilder().setMaxBatchSize(1).build(batches, batches.newBarrier(), commit);
        journaling.setExceptionHandler(
                failure.atBatch(sendsOut ? "when it was appended or sent out" : "when it was appended"));
        final StageThread journal = new StageThread("millrace-journal", journaling, batches, clock, () -> begin(1));
        if (sendsOut) {
            batches.addGatingSequences(journaling.getSequence());
            return new StageThread[] {engine, journal};
        }

        // d. The egress thread sends out what the journal thread is done with.
        final EventHandler<BatchSlot> sendOut = (slot, sequence, endOfBatch) -> publisher.publish(slot);
        final BatchEventProcessor<BatchSlot> sending = new BatchEventProcessorBuilder()
                .setMaxBatchSize(1)
                .build(batches, batches.newBarrier(journaling.getSequence()), sendOut);
        sending.setExceptionHandler(failure.atBatch("when it was sent out"));
        batches.addGatingSequences(sending.getSequence());
        final StageThread egress = new StageThread("millrace-egress", sending, batches, clock, () -> begin(2));
        return new StageThread[] {engine, journal, egress};
    }

    /** Counts that a batch carries along, for the state goes on meanwhile. */
    private static GlobalState newCounts() {
        return new GlobalState(new UnsafeBuffer(ByteBuffer.allocateDirect(GlobalState.BYTES)));
    }

    /** What a stage's thread does before it takes its first event. */
    private void begin(final int stage) {
        pinning.pin(stage);
        priority.enter();
    }

    /** Starts the threads at the priority that others have too. */
    public void start() {
        start(EventPriority.USUAL);
    }

    /** Starts the threads at a priority; inputs get the sequences behind those of the builder's batch. */
    public void start(final EventPriority threads) {
        priority = threads;
        computation.startAt(batch.lastSequence() + 1);
        for (final StageThread stage : stages) {
            stage.start();
        }
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
     * Ends the threads in the order of the way, each after it has taken what the one before has handed over; everything
     * published before {@link Ingress#drain} returned is committed. A stop before the start keeps them from ever running a
     * handler.
     *
     * @return false when a thread has not ended in time: what it works on must then stay open
     */
    public boolean stop(final long timeoutMs) {
        ingress.close();
        final long deadlineNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        boolean ended = true;
        for (int i = 0; i < stages.length; i++) {
            if (i > 0) {
                stages[i].awaitDone(failure, deadlineNs);
            }
            stages[i].halt();
            ended &= stages[i].awaitEnd(deadlineNs);
        }
        return ended;
    }
}
