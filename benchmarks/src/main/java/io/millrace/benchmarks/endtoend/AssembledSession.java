package io.millrace.benchmarks.endtoend;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.ErrorsFile;
import io.millrace.engine.metrics.LatencyLog;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.thread.EventPriority;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The engine's ring, thread and handlers with another end than the product's: an appender that keeps nothing, or an egress of the
 * harness's own. No boot, no lock, no control records; the state is in memory.
 *
 * <p>Owned by the feed thread.
 */
public final class AssembledSession implements Session {
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final int BATCH_BUFFER_BYTES = 256 << 10;
    private static final long JOURNAL_ID = 1;

    private final DataDirectory directory;
    private final EngineState state;
    private final CountersFile counters;
    private final ErrorsFile errors;
    private final EventPriority priority;
    private final LatencyLog latencies;
    private final Pipeline pipeline;
    private final AutoCloseable end;
    private long eventsIn;
    private boolean closed;

    private AssembledSession(
            final DataDirectory directory,
            final EngineConfig config,
            final BatchAppender appender,
            final Egress egress,
            final AutoCloseable end) {
        this.directory = directory;
        this.end = end;
        final EpochNanoClock clock = Clocks.epoch();
        final StateLayout layout = new StateLayout(config);
        state = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, config.state());
        counters = CountersFile.create(
                directory.counters(), ProcessHandle.current().pid(), clock.nanoTime());
        errors = new ErrorsFile(directory.errors(), () -> clock.nanoTime() / 1_000_000L);
        priority = EventPriority.ask(config.layout().nice());
        final LatencyRecorder recorder = new LatencyRecorder();
        latencies = new LatencyLog(
                directory.latency().resolve("assembled.hlog"), recorder, clock, Clocks.monotonic(), priority);
        final BatchBuilder batch = new BatchBuilder(JOURNAL_ID, config.engineId(), BATCH_BUFFER_BYTES);
        batch.begin(1);
        pipeline = new Pipeline(
                config,
                new HandlerChain(config, state),
                batch,
                appender,
                egress,
                new EngineCounters(counters.allocate()),
                recorder,
                errors.log(),
                Clocks.monotonic());
        pipeline.start(priority);
    }

    /** An engine without a journal. */
    static AssembledSession withoutJournal(final Path root, final EngineConfig config) {
        return new AssembledSession(made(root), config, new Forgetful(), Egress.NONE, () -> {});
    }

    /** An engine with the product's journal and another egress than the product's. */
    public static AssembledSession withEgress(final Path root, final EngineConfig config, final Egress egress) {
        final DataDirectory directory = made(root);
        final JournalAppender appender = JournalAppender.open(
                directory.journal(),
                config.journal().rollCycle(),
                config.journal().durabilityPolicy(),
                0);
        return new AssembledSession(directory, config, appender, egress, appender);
    }

    private static DataDirectory made(final Path root) {
        final DataDirectory directory = new DataDirectory(root);
        directory.create();
        return directory;
    }

    @Override
    public Ingress ingress() {
        return pipeline.ingress();
    }

    @Override
    public EventPriority priority() {
        return priority;
    }

    @Override
    public long startLatencyInterval() {
        return latencies.startInterval();
    }

    @Override
    public long finish() {
        pipeline.ingress().drain();
        close();
        return eventsIn;
    }

    @Override
    public Path latencyDirectory() {
        return directory.latency();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!pipeline.stop(STOP_TIMEOUT_MS)) {
            throw new IllegalStateException("the engine thread has not ended within " + STOP_TIMEOUT_MS + " ms");
        }
        eventsIn = state.global().eventsIn();
        latencies.close();
        CloseHelper.closeAll(end, errors, counters, state, priority);
    }
}
