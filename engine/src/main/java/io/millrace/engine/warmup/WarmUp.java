package io.millrace.engine.warmup;

import io.millrace.engine.config.BatchConfig;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.input.InputWriter;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.time.Clocks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a synthetic market through a pipeline like the engine's, with a journal in a scratch directory, so that what each
 * event passes is compiled before the first one comes.
 *
 * <p>One thread, before the ring opens. Leaves no trace: state in memory, records and counters in the scratch directory, which
 * is deleted before and after. A warm-up that fails is a warning; the engine then starts cold.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int MOST_EVENTS = 200_000;
    private static final int EVENTS_PER_LOOK = 64;
    /** Few, so that committing is warmed as often as computing. */
    private static final int BATCH_RECORDS = 4;

    private static final int BATCH_BUFFER_BYTES = 64 << 10;
    private static final int ERROR_LOG_BYTES = 64 << 10;
    private static final long STOP_TIMEOUT_MS = 5_000;

    private final EngineConfig config;
    private final Path scratch;
    private final NanoClock clock = Clocks.monotonic();

    /**
     * A warm-up.
     *
     * @param config of the engine
     * @param scratch a directory that is only ever used for this
     */
    public WarmUp(final EngineConfig config, final Path scratch) {
        this.config = config;
        this.scratch = scratch;
    }

    /** Warms up for as long as the configuration allows, or less when enough has passed. */
    public void run() {
        // A process that was killed in its warm-up has left this.
        IoUtil.delete(scratch.toFile(), true);
        // A failpoint counts the passes of real events.
        if (config.layout().warmUpMs() == 0 || Failpoint.armed()) {
            return;
        }
        try {
            pass(clock.nanoTime()
                    + TimeUnit.MILLISECONDS.toNanos(config.layout().warmUpMs()));
        } catch (final RuntimeException e) {
            LOG.warn("the warm-up has failed, the engine starts cold: {}", e.toString());
        } finally {
            IoUtil.delete(scratch.toFile(), true);
        }
    }

    private void pass(final long deadlineNs) {
        try (Rig rig = new Rig()) {
            feed(rig.pipeline, deadlineNs);
        }
    }

    private void feed(final Pipeline pipeline, final long deadlineNs) {
        final WarmUpMarket market = new WarmUpMarket(new InputWriter(pipeline.ingress()), config);
        market.define();
        for (int i = 0; i < MOST_EVENTS; i++) {
            market.publish();
            if (i % EVENTS_PER_LOOK == 0) {
                pipeline.ingress().drain();
                if (clock.nanoTime() - deadlineNs >= 0) {
                    break;
                }
            }
        }
        pipeline.ingress().drain();
    }

    private EngineConfig smallBatches() {
        return new EngineConfig(
                config.engineId(),
                config.layout(),
                config.ring(),
                new BatchConfig(BATCH_RECORDS, config.batch().maxBytes()),
                config.journal(),
                config.state(),
                config.aeron(),
                config.snapshot(),
                config.retention(),
                config.bars(),
                config.indicators(),
                config.rules(),
                config.limits());
    }

    /** A pipeline that works, on memory and in the scratch directory. */
    private final class Rig implements AutoCloseable {
        private final EngineState state;
        private final CountersFile counters;
        private final JournalAppender appender;
        private final Pipeline pipeline;

        Rig() {
            final StateLayout layout = new StateLayout(config);
            state = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, config.state());
            appender = JournalAppender.open(
                    scratch.resolve("journal"), config.journal().rollCycle(), DurabilityPolicy.PROCESS, 0);
            counters = CountersFile.create(scratch.resolve("counters.dat"), 0, 0);
            pipeline = new Pipeline(
                    smallBatches(),
                    new HandlerChain(config, state),
                    new BatchBuilder(0, config.engineId(), BATCH_BUFFER_BYTES),
                    appender,
                    Egress.NONE,
                    new EngineCounters(counters.allocate()),
                    new LatencyRecorder(),
                    new DistinctErrorLog(new UnsafeBuffer(ByteBuffer.allocateDirect(ERROR_LOG_BYTES)), () -> 0),
                    clock);
            pipeline.start();
        }

        @Override
        public void close() {
            if (!pipeline.stop(STOP_TIMEOUT_MS)) {
                // What the threads work on stays mapped.
                throw new IllegalStateException("its threads have not ended");
            }
            CloseHelper.closeAll(appender, counters, state);
        }
    }
}
