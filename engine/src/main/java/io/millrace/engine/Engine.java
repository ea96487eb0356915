package io.millrace.engine;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.ErrorsFile;
import io.millrace.engine.metrics.LatencyLog;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.recovery.ControlRecords;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.EngineLock;
import io.millrace.engine.recovery.Recovered;
import io.millrace.engine.recovery.Recovery;
import io.millrace.engine.state.EngineState;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;

/**
 * One engine on one data directory: opened by recovery, fed through its {@link #ingress()}, stopped once.
 *
 * <p>Opened and stopped by one thread, which is also the feed thread or hands the ingress to it; the engine thread is the
 * engine's own. Opening throws before anything is half-done: {@code EngineLockedException} when another engine runs there,
 * {@code JournalDamagedException} when the journal does not check.
 */
public final class Engine implements AutoCloseable {
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final int BATCH_BUFFER_BYTES = 256 << 10;

    private final DataDirectory directory;
    private final EngineConfig config;
    private final EpochNanoClock clock = Clocks.epoch();
    private final EngineLock lock;
    private final EngineState state;
    private final BatchBuilder batch;
    private final ControlRecords control;
    private final JournalAppender appender;
    private final CountersFile countersFile;
    private final EngineCounters counters;
    private final ErrorsFile errorsFile;
    private final LatencyLog latencyLog;
    private final Pipeline pipeline;
    private final Recovered recovered;
    private boolean stopped;

    private Engine(
            final DataDirectory directory,
            final EngineConfig config,
            final EngineLock lock,
            final Recovered recovered,
            final JournalAppender appender) {
        this.directory = directory;
        this.config = config;
        this.lock = lock;
        this.recovered = recovered;
        this.appender = appender;
        this.state = recovered.state();
        this.batch = new BatchBuilder(recovered.manifest().journalId(), config.engineId(), BATCH_BUFFER_BYTES);
        this.control = new ControlRecords(batch);
        final long startNs = clock.nanoTime();
        countersFile = CountersFile.create(
                directory.counters(), ProcessHandle.current().pid(), startNs);
        counters = new EngineCounters(countersFile.allocate());
        errorsFile = new ErrorsFile(directory.errors(), () -> clock.nanoTime() / 1_000_000L);
        final LatencyRecorder recorder = new LatencyRecorder();
        latencyLog = new LatencyLog(directory.latency().resolve(startNs / 1_000_000L + ".hlog"), recorder, clock);
        batch.begin(recovered.lastSequence() + 1);
        pipeline = new Pipeline(
                config,
                new HandlerChain(config, state),
                batch,
                appender,
                counters,
                recorder,
                errorsFile.log(),
                Clocks.monotonic());
    }

    /** Opens an engine: boot is recovery. */
    public static Engine open(final Path dataDirectory, final EngineConfig config) {
        final DataDirectory directory = new DataDirectory(dataDirectory);
        directory.create();
        final EngineLock lock = EngineLock.acquire(dataDirectory);
        Recovered recovered = null;
        JournalAppender appender = null;
        try {
            recovered = new Recovery(directory, config, Clocks.epoch()).recover();
            appender = JournalAppender.open(
                    directory.journal(),
                    config.journal().rollCycle(),
                    config.journal().durabilityPolicy(),
                    recovered.lastSequence());
            final Engine engine = new Engine(directory, config, lock, recovered, appender);
            engine.start();
            return engine;
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(appender, recovered == null ? null : recovered.state(), lock);
            throw e;
        }
    }

    private void start() {
        final long clockNs = state.global().clockNs();
        final long wallTimeNs = clock.nanoTime();
        control.started(config, recovered.manifest(), clockNs, wallTimeNs);
        if (!recovered.configKnown()) {
            control.configChanged(config, clockNs, wallTimeNs);
        }
        commitControl();
        pipeline.start();
    }

    private void commitControl() {
        appender.append(batch);
        state.global().appliedSequence(batch.lastSequence());
        batch.begin(batch.lastSequence() + 1);
        counters.batchCommitted(state.global(), appender.forcedSequence(), 0);
    }

    /** The door for inputs; belongs to one thread. */
    public Ingress ingress() {
        return pipeline.ingress();
    }

    /** The state; may be read only before the first input and after {@link #stop}. */
    public EngineState state() {
        return state;
    }

    /** The configuration it runs with. */
    public EngineConfig config() {
        return config;
    }

    /** True when the boot made the state from the journal because the last run had not ended in order. */
    public boolean rebuilt() {
        return recovered.rebuilt();
    }

    /** Throws when the engine has failed. */
    public void check() {
        pipeline.check();
    }

    /**
     * Waits for everything that was published, writes the checkpoint and the end of the run, and closes in order. Throws
     * what the engine has failed with; the directory then stays unclean and the next start rebuilds the state.
     */
    public EngineReport stop(final StopReason reason) {
        try {
            ingress().drain();
            if (!pipeline.stop(STOP_TIMEOUT_MS)) {
                throw new IllegalStateException(
                        "the engine thread has not ended within " + STOP_TIMEOUT_MS / 1_000 + " s");
            }
            control.checkpoint(state);
            control.stopped(config.engineId(), reason, state.global().clockNs(), clock.nanoTime());
            commitControl();
            appender.force();
            latencyLog.close();
            final EngineReport report = report();
            closeParts();
            Recovery.markClean(directory, config, report.lastSequence(), report.stateDigest());
            lock.close();
            stopped = true;
            return report;
        } finally {
            close();
        }
    }

    private EngineReport report() {
        return new EngineReport(
                state.global().eventsIn(),
                counters.duplicates(),
                state.global().barsClosed(),
                state.global().signals(),
                state.global().blocked(),
                state.global().appliedSequence(),
                state.digest(),
                state.global().outputDigest(),
                latencyLog.total());
    }

    /** Ends without the order of {@link #stop}: the next start takes it as a crash. */
    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            pipeline.stop(STOP_TIMEOUT_MS);
            latencyLog.close();
            closeParts();
            lock.close();
        }
    }

    private void closeParts() {
        CloseHelper.quietCloseAll(appender, state, countersFile, errorsFile);
    }
}
