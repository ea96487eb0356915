package io.millrace.engine;

import io.millrace.engine.aeron.AeronTransport;
import io.millrace.engine.aeron.EgressKeeper;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.ErrorsFile;
import io.millrace.engine.metrics.LatencyLog;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.pipeline.Pipeline;
import io.millrace.engine.pipeline.SetAside;
import io.millrace.engine.pipeline.SpaceGuard;
import io.millrace.engine.recovery.BootReport;
import io.millrace.engine.recovery.ControlRecords;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.EngineLock;
import io.millrace.engine.recovery.FailedInputs;
import io.millrace.engine.recovery.Recovered;
import io.millrace.engine.recovery.Recovery;
import io.millrace.engine.recovery.Snapshotter;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.thread.EventPriority;
import io.millrace.engine.warmup.WarmUp;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.time.Clocks;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One engine on one data directory: opened by recovery, fed through its {@link #ingress()}, stopped once.
 *
 * <p>Opened and stopped by one thread, which is also the feed thread or hands the ingress to it; the engine thread is the
 * engine's own. Opening throws before anything is half-done: {@code EngineLockedException} when another engine runs there,
 * {@code JournalDamagedException} when the journal does not check, {@code RecoveryException} when directory, journal and
 * configuration do not belong together.
 */
public final class Engine implements AutoCloseable {
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final int BATCH_BUFFER_BYTES = 256 << 10;
    private static final int RESERVED_BLOCKS = 4;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final DataDirectory directory;
    private final EngineConfig config;
    private final EpochNanoClock clock;
    private final Recovered recovered;
    private final EngineState state;
    private final EngineReport.Counts countsAtStart;
    private final BatchBuilder batch;
    private final ControlRecords control;
    private final SnapshotNotes snapshotNotes = new SnapshotNotes();
    private final JournalAppender appender;
    /** The way to the appender. */
    private final BatchAppender store;

    private final AtomicCounter[] counterValues;
    private final EngineCounters counters;
    private final EventPriority priority;
    private final LatencyLog latencyLog;
    private final Pipeline pipeline;
    private final FailedInputs failedInputs;
    /** What is open, in the order of opening; the lock first. */
    private final Deque<AutoCloseable> open;

    private AeronTransport transport;
    private boolean stopped;

    private Engine(
            final DataDirectory directory,
            final EngineConfig config,
            final Surroundings surroundings,
            final Recovered recovered,
            final JournalAppender appender,
            final Deque<AutoCloseable> open) {
        this.directory = directory;
        this.config = config;
        this.clock = surroundings.clock();
        this.recovered = recovered;
        this.appender = appender;
        this.store = surroundings.store().apply(appender);
        this.open = open;
        state = recovered.state();
        batch = new BatchBuilder(recovered.manifest().journalId(), config.engineId(), BATCH_BUFFER_BYTES);
        control = new ControlRecords(batch);
        countsAtStart = new EngineReport.Counts(
                state.global().eventsIn(),
                state.global().barsClosed(),
                state.global().signals(),
                state.global().blocked());
        final long startNs = clock.nanoTime();
        final CountersFile countersFile = opened(CountersFile.create(
                directory.counters(), ProcessHandle.current().pid(), startNs));
        counterValues = countersFile.allocate();
        counters = new EngineCounters(counterValues);
        final ErrorsFile errorsFile =
                opened(new ErrorsFile(directory.errors(), () -> clock.nanoTime() / NANOS_PER_MILLI));
        final LatencyRecorder recorder = new LatencyRecorder();
        priority = opened(EventPriority.ask(config.layout().nice()));
        latencyLog = opened(new LatencyLog(
                directory.latency().resolve(startNs / NANOS_PER_MILLI + ".hlog"),
                recorder,
                clock,
                Clocks.monotonic(),
                priority));
        batch.begin(recovered.report().lastSequence() + 1);
        pipeline = new Pipeline(
                config,
                new HandlerChain(config, state, snapshotNotes),
                batch,
                store,
                egress(),
                counters,
                recorder,
                errorsFile.log(),
                Clocks.monotonic());
        failedInputs = new FailedInputs(directory);
        pipeline.onFailedInput(failedInputs::failedAt);
        final Map<Long, Integer> due = failedInputs.due();
        if (!due.isEmpty()) {
            pipeline.ingress().setAside(new SetAside(due));
        }
        pipeline.ingress()
                .guardedBy(
                        opened(new SpaceGuard(directory.root(), reserveBytes(), surroundings.usableBytes(), counters)));
    }

    /** Room for the blocks that the queue has open and opens next, and for a snapshot. */
    private long reserveBytes() {
        final long snapshotBytes = (long) EngineState.maxBlocks(state.layout(), config.state())
                * state.layout().blockBytes();
        return RESERVED_BLOCKS * QueueDirectory.BLOCK_BYTES + snapshotBytes;
    }

    /** Opens an engine: boot is recovery. What fails leaves nothing open and the lock free. */
    public static Engine open(final Path dataDirectory, final EngineConfig config) {
        Failpoint.requireUsable();
        new DataDirectory(dataDirectory).create();
        return open(dataDirectory, config, Surroundings.real(dataDirectory));
    }

    /** Opens an engine on an existing directory, with what is around it as the caller wants it: for simulations. */
    public static Engine open(final Path dataDirectory, final EngineConfig config, final Surroundings surroundings) {
        final DataDirectory directory = new DataDirectory(dataDirectory);
        final EpochNanoClock clock = surroundings.clock();
        final Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            open.push(EngineLock.acquire(dataDirectory));
            final Recovered recovered = new Recovery(directory, config, clock).recover();
            open.push(recovered.state());
            final JournalAppender appender = JournalAppender.open(
                    directory.journal(),
                    config.journal().rollCycle(),
                    config.journal().durabilityPolicy(),
                    recovered.report().lastSequence(),
                    clock);
            open.push(appender);
            new WarmUp(config, directory.scratch()).run();
            final Engine engine = new Engine(directory, config, surroundings, recovered, appender, open);
            engine.start();
            return engine;
        } catch (final InternalError e) {
            // The fault of a mapped page that is gone is thrown late: here, when the check that met it was over.
            closeAll(open, e);
            JournalVerifier.verify(directory.journal()).damage().ifPresent(damage -> {
                throw new JournalDamagedException(damage);
            });
            throw e;
        } catch (final RuntimeException | Error e) {
            closeAll(open, e);
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(final T part) {
        open.push(part);
        return part;
    }

    private Egress egress() {
        return config.aeron().egress().enabled()
                ? opened(EgressKeeper.open(transport(), config.aeron().egress(), counterValues))
                        .egress()
                : Egress.NONE;
    }

    /** The transport for messages in and out; opened at the first call, by the opener's thread, and closed with the engine. */
    public AeronTransport transport() {
        if (transport == null) {
            transport = opened(AeronTransport.open(config.aeron(), directory.root()));
        }
        return transport;
    }

    /** A counter that a feed writes; all others belong to the engine. */
    public AtomicCounter counter(final EngineCounter counter) {
        return counterValues[counter.ordinal()];
    }

    private void start() {
        final long clockNs = state.global().clockNs();
        final long wallTimeNs = clock.nanoTime();
        control.started(config, recovered.manifest(), clockNs, wallTimeNs);
        if (!recovered.configKnown()) {
            control.configChanged(config, clockNs, wallTimeNs);
        }
        commitControl();
        appender.requireReadable();
        recovered
                .follower()
                .ifPresent(follower -> opened(new Snapshotter(
                        directory,
                        config.snapshot(),
                        follower,
                        snapshotNotes,
                        clock,
                        counter(EngineCounter.LAST_SEQUENCE)::get)));
        pipeline.start(priority);
    }

    private void commitControl() {
        store.append(batch);
        state.global().appliedSequence(batch.lastSequence());
        batch.begin(batch.lastSequence() + 1);
        counters.batchCommitted(state.global(), counters.duplicates(), appender.forcedSequence(), 0);
    }

    /** The door for inputs; belongs to one thread. */
    public Ingress ingress() {
        return pipeline.ingress();
    }

    /** What puts the engine's own threads before others; a feed thread takes its turn with it. */
    public EventPriority priority() {
        return priority;
    }

    /**
     * Ends the interval of the latency log with the next batch, so that what is measured from now on can be told apart, such
     * as after a warm-up of the caller's own. Any thread.
     *
     * @return milliseconds since the epoch: intervals that begin then or later hold only what is committed from now on
     */
    public long startLatencyInterval() {
        return latencyLog.startInterval();
    }

    /** The state; may be read only before the first input, for then the engine thread owns it and in the end unmaps it. */
    public EngineState state() {
        if (stopped) {
            throw new IllegalStateException("the engine is stopped and its state closed");
        }
        return state;
    }

    /** The configuration it runs with. */
    public EngineConfig config() {
        return config;
    }

    /** True when the boot made the state from the journal because the last run had not ended in order. */
    public boolean rebuilt() {
        return recovered.report().rebuilt();
    }

    /** What the boot has done. */
    public BootReport bootReport() {
        return recovered.report();
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
        if (stopped) {
            throw new IllegalStateException("the engine is stopped already");
        }
        // Channels close themselves under a thread that is interrupted, so that has to wait until the journal is whole.
        final boolean interrupted = Thread.interrupted();
        try {
            ingress().drain();
            stopPipeline();
            batch.begin(state.global().appliedSequence() + 1);
            control.checkpoint(state);
            control.stopped(config.engineId(), reason, state.global().clockNs(), clock.nanoTime());
            commitControl();
            appender.force();
            latencyLog.close();
            final EngineReport report = report();
            stopped = true;
            closeAllButTheLock();
            failedInputs.clear();
            Recovery.markClean(directory, config, report.lastSequence(), report.stateDigest());
            closeAll(open, null);
            return report;
        } catch (final RuntimeException | Error e) {
            abandon(e);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopPipeline() {
        if (!pipeline.stop(STOP_TIMEOUT_MS)) {
            // What the thread works on stays open, and the directory locked: to unmap it would crash the process.
            stopped = true;
            open.clear();
            throw new IllegalStateException("the engine thread has not ended within " + STOP_TIMEOUT_MS / 1_000
                    + " s; the process must end before another engine can start in " + directory.root());
        }
    }

    private EngineReport report() {
        return new EngineReport(
                state.global().eventsIn(),
                counters.duplicates(),
                state.global().barsClosed(),
                state.global().signals(),
                state.global().blocked(),
                countsAtStart,
                state.global().appliedSequence(),
                state.digest(),
                state.global().outputDigest(),
                latencyLog.total());
    }

    /** Ends without the order of {@link #stop}: the next start takes it as a crash. */
    @Override
    public void close() {
        if (!stopped) {
            stopPipeline();
            stopped = true;
        }
        closeAll(open, null);
    }

    private void abandon(final Throwable underWay) {
        try {
            if (!stopped) {
                stopPipeline();
            }
        } catch (final IllegalStateException e) {
            underWay.addSuppressed(e);
        }
        stopped = true;
        closeAll(open, underWay);
    }

    private void closeAllButTheLock() {
        final AutoCloseable lock = open.removeLast();
        closeAll(open, null);
        open.push(lock);
    }

    /** Closes the newest first. What fails to close does not keep the rest open; it is added to what is under way. */
    private static void closeAll(final Deque<AutoCloseable> open, final Throwable underWay) {
        Throwable first = underWay;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (final Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (underWay == null && first != null) {
            throw new IllegalStateException("the engine could not be closed in order: " + first.getMessage(), first);
        }
    }
}
