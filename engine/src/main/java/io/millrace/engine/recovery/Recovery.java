package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MapStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Brings an engine's state to the end of its journal.
 *
 * <p>In this order: check the whole journal (damage: nothing is opened for writing); take the state file when it was
 * closed in order and holds exactly what the journal ends with; else delete it and rebuild the state from the journal,
 * which must reproduce every output on the way. The caller holds the engine lock. One thread.
 */
public final class Recovery {
    private static final String STATE_FILE = "state.cm3";

    private final DataDirectory directory;
    private final EngineConfig config;
    private final EpochNanoClock clock;

    public Recovery(final DataDirectory directory, final EngineConfig config, final EpochNanoClock clock) {
        this.directory = directory;
        this.config = config;
        this.clock = clock;
    }

    /** Does it. */
    public Recovered recover() {
        final StateLayout layout = new StateLayout(config);
        final boolean journaled = new QueueDirectory(directory.journal()).exists();
        final long lastSequence = journaled ? checkJournal() : 0;
        final Manifest manifest = Manifest.readOrCreate(directory.root(), config.engineId(), clock);
        final Optional<CleanMarker> marker = CleanMarker.read(directory.state());
        CleanMarker.remove(directory.state());
        if (lastSequence == 0) {
            return new Recovered(manifest, emptyState(layout), 0, false, false);
        }
        final Optional<EngineState> taken =
                marker.filter(mark -> fits(mark, layout, lastSequence)).flatMap(mark -> takeOver(mark, layout));
        if (taken.isPresent()) {
            return new Recovered(manifest, taken.get(), lastSequence, true, false);
        }
        return rebuild(manifest, layout, lastSequence);
    }

    private long checkJournal() {
        final JournalSummary summary = JournalVerifier.verify(directory.journal());
        if (summary.damage().isPresent()) {
            throw new JournalDamagedException(summary.damage().get());
        }
        return summary.end().sequence();
    }

    private boolean fits(final CleanMarker mark, final StateLayout layout, final long lastSequence) {
        return mark.appliedSequence() == lastSequence
                && mark.shapeDigest() == config.shapeDigest()
                && mark.blockBytes() == layout.blockBytes()
                && mark.maxBlocks() == EngineState.maxBlocks(layout, config.state())
                && Files.isRegularFile(stateFile());
    }

    private Optional<EngineState> takeOver(final CleanMarker mark, final StateLayout layout) {
        final EngineState state = openState(layout);
        if (state.global().appliedSequence() == mark.appliedSequence() && state.digest() == mark.stateDigest()) {
            return Optional.of(state);
        }
        // The file does not hold what its mark says; the journal does.
        state.close();
        return Optional.empty();
    }

    private Recovered rebuild(final Manifest manifest, final StateLayout layout, final long lastSequence) {
        deleteStateFile();
        try (Replay replay = new Replay(directory.journal(), config, sequence -> {})) {
            final ReplayReport report = replay.run();
            if (report.difference().isPresent()) {
                throw new RecoveryException("the journal in " + directory.journal()
                        + " cannot be reproduced by this version, "
                        + report.difference().get().describe()
                        + ": go on with the version that wrote it, or start a new data directory");
            }
            final boolean configKnown = replay.config()
                    .filter(journaled -> journaled.shapeDigest() == config.shapeDigest())
                    .isPresent();
            final MapStateStore store = openStore(layout);
            final EngineState state = replay.state()
                    .map(rebuilt -> rebuilt.copyTo(store, layout, config.state()))
                    .orElseGet(() -> new EngineState(store, layout, config.state()));
            return new Recovered(manifest, state, lastSequence, configKnown, true);
        }
    }

    private EngineState emptyState(final StateLayout layout) {
        deleteStateFile();
        return openState(layout);
    }

    private EngineState openState(final StateLayout layout) {
        return new EngineState(openStore(layout), layout, config.state());
    }

    private MapStateStore openStore(final StateLayout layout) {
        try {
            Files.createDirectories(directory.state());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make " + directory.state() + ": " + e.getMessage(), e);
        }
        return MapStateStore.open(stateFile(), layout.blockBytes(), EngineState.maxBlocks(layout, config.state()));
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
                        EngineState.maxBlocks(layout, config.state()),
                        stateDigest)
                .write(directory.state());
    }

    private void deleteStateFile() {
        try {
            Files.deleteIfExists(stateFile());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot delete " + stateFile() + ": " + e.getMessage(), e);
        }
    }

    private Path stateFile() {
        return directory.state().resolve(STATE_FILE);
    }
}
