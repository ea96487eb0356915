package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.recovery.BootPlan.UsableSnapshot;
import io.millrace.engine.recovery.BootPlan.Way;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotException;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MapStateStore;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.JournalDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an engine's state to the end of its journal.
 *
 * <p>In this order: check the journal (damage: nothing is opened for writing); take the state file when it was closed in
 * order and holds exactly what the journal ends with; else delete it and make the state from the newest good snapshot and a
 * replay of what comes behind it, or of all, which must reproduce every output on the way. The caller holds the engine lock.
 * One thread.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final DataDirectory directory;
    private final EngineConfig config;
    private final EpochNanoClock clock;
    private final StateLayout layout;

    public Recovery(final DataDirectory directory, final EngineConfig config, final EpochNanoClock clock) {
        this.directory = directory;
        this.config = config;
        this.clock = clock;
        this.layout = new StateLayout(config);
    }

    /** Does it. */
    public Recovered recover() {
        final BootPlan plan = new BootPlanner(directory, config).plan();
        if (plan.damage().isPresent()) {
            throw new JournalDamagedException(plan.damage().get());
        }
        plan.remarks().forEach(remark -> LOG.error("{}", remark));
        plan.passedOver().forEach(each -> LOG.warn("the snapshot {} is passed over: {}", each.file(), each.reason()));
        if (plan.way() == Way.NEW) {
            final Manifest manifest = Manifest.create(directory.root(), config.engineId(), clock);
            CleanMarker.remove(directory.state());
            deleteStateFile();
            return recovered(plan, manifest, openState(), false, 0, follower());
        }
        final Manifest manifest = plan.manifest().orElseThrow().require(directory.root(), config.engineId());
        final Optional<CleanMarker> mark = CleanMarker.read(directory.state());
        CleanMarker.remove(directory.state());
        // What this journal does not have must not become the newest again when the journal has grown beyond it.
        plan.passedOver().stream()
                .filter(BootPlan.PassedOver::foreign)
                .forEach(each -> SnapshotDirectory.setAside(each.file()));
        if (plan.way() == Way.STATE_FILE) {
            final Optional<EngineState> taken = takeOver(mark.orElseThrow());
            if (taken.isPresent()) {
                final Replay follower = follower();
                follower.startAt(config, copy(taken.get()), plan.end());
                return recovered(plan, manifest, taken.get(), true, 0, follower);
            }
        }
        return rebuild(plan, manifest);
    }

    private Recovered recovered(
            final BootPlan plan,
            final Manifest manifest,
            final EngineState state,
            final boolean configKnown,
            final long snapshotSequence,
            final Replay follower) {
        final boolean rebuilt = plan.way() == Way.SNAPSHOT || plan.way() == Way.WHOLE_JOURNAL;
        final BootReport report = new BootReport(
                plan.way(),
                plan.end().sequence(),
                snapshotSequence,
                rebuilt ? plan.end().sequence() - snapshotSequence : 0,
                plan.passedOver().size());
        if (!config.snapshot().enabled()) {
            follower.close();
            return new Recovered(manifest, state, configKnown, report, Optional.empty());
        }
        return new Recovered(manifest, state, configKnown, report, Optional.of(follower));
    }

    private Replay follower() {
        return new Replay(directory.journal(), config, sequence -> {});
    }

    private EngineState copy(final EngineState state) {
        return state.copyTo(new MemoryStateStore(layout.blockBytes()), layout, config.state());
    }

    /** Takes the state file if it holds what its mark says; the journal holds it in any case. */
    private Optional<EngineState> takeOver(final CleanMarker mark) {
        EngineState state = null;
        try {
            state = openState();
            if (state.global().appliedSequence() == mark.appliedSequence() && state.digest() == mark.stateDigest()) {
                return Optional.of(state);
            }
            LOG.warn("{} does not hold what its mark says; it is rebuilt from the journal", directory.stateFile());
        } catch (final RuntimeException e) {
            LOG.warn("{} cannot be used; it is rebuilt from the journal", directory.stateFile(), e);
        }
        CloseHelper.quietClose(state);
        return Optional.empty();
    }

    private Recovered rebuild(final BootPlan plan, final Manifest manifest) {
        deleteStateFile();
        for (final UsableSnapshot candidate : plan.snapshots()) {
            final Replay replay = follower();
            try {
                final Snapshot snapshot = SnapshotDirectory.read(candidate.file(), config);
                replay.startAt(
                        snapshot.config(), snapshot.state(), snapshot.manifest().position());
                final ReplayReport report = replay.run();
                if (report.identical()) {
                    return rebuilt(plan, manifest, replay, snapshot.manifest().sequence());
                }
                LOG.warn(
                        "the snapshot {} is passed over: with it the journal is not reproduced, {}",
                        candidate.file(),
                        report.difference().orElseThrow().describe());
            } catch (final SnapshotException e) {
                LOG.warn("the snapshot {} is passed over: {}", candidate.file(), e.getMessage());
            }
            replay.close();
        }
        final long first = BootPlanner.firstSequence(directory);
        if (first > 1) {
            throw BootPlanner.unrecoverable(directory, first, plan.passedOver());
        }
        final Replay replay = follower();
        final ReplayReport report = replay.run();
        if (report.difference().isPresent()) {
            throw new RecoveryException("the journal in " + directory.journal()
                    + " cannot be reproduced by this version, "
                    + report.difference().get().describe()
                    + ": go on with the version that wrote it, or start a new data directory");
        }
        return rebuilt(plan, manifest, replay, 0);
    }

    private Recovered rebuilt(
            final BootPlan plan, final Manifest manifest, final Replay replay, final long snapshotSequence) {
        final boolean configKnown = replay.config()
                .filter(journaled -> journaled.shapeDigest() == config.shapeDigest())
                .isPresent();
        final BootPlan done = plan.by(snapshotSequence == 0 ? Way.WHOLE_JOURNAL : Way.SNAPSHOT);
        return recovered(done, manifest, copyToFile(replay), configKnown, snapshotSequence, replay);
    }

    private EngineState copyToFile(final Replay replay) {
        final MapStateStore store = openStore();
        try {
            return replay.state()
                    .map(rebuilt -> rebuilt.copyTo(store, layout, config.state()))
                    .orElseGet(() -> new EngineState(store, layout, config.state()));
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietClose(store);
            throw e;
        }
    }

    private EngineState openState() {
        final MapStateStore store = openStore();
        try {
            return new EngineState(store, layout, config.state());
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietClose(store);
            throw e;
        }
    }

    private MapStateStore openStore() {
        try {
            Files.createDirectories(directory.state());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make " + directory.state() + ": " + e.getMessage(), e);
        }
        return MapStateStore.open(
                directory.stateFile(), layout.blockBytes(), EngineState.maxBlocks(layout, config.state()));
    }

    /** Marks the state file as closed in order; the state must have been closed. */
    public static void markClean(
            final DataDirectory directory,
            final EngineConfig config,
            final long appliedSequence,
            final long stateDigest) {
        final StateLayout layout = new StateLayout(config);
        new CleanMarker(
                        appliedSequence,
                        config.shapeDigest(),
                        layout.blockBytes(),
                        config.state().maxInstruments(),
                        config.state().maxFeeds(),
                        BootPlanner.sizeOf(directory.stateFile()),
                        stateDigest)
                .write(directory.state());
    }

    private void deleteStateFile() {
        try {
            Files.deleteIfExists(directory.stateFile());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot delete " + directory.stateFile() + ": " + e.getMessage(), e);
        }
    }
}
