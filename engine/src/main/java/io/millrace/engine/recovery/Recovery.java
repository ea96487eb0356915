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
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an engine's state to the end of its journal.
 *
 * <p>In this order: check the whole journal (damage: nothing is opened for writing); take the state file when it was
 * closed in order and holds exactly what the journal ends with; else delete it and rebuild the state from the journal,
 * which must reproduce every output on the way. The caller holds the engine lock. One thread.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
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
        final Optional<JournalSummary> journal = checkJournal();
        final Optional<CleanMarker> marker = CleanMarker.read(directory.state());
        if (journal.isEmpty()) {
            requireNothingLost(marker);
            final Manifest manifest = Manifest.create(directory.root(), config.engineId(), clock);
            CleanMarker.remove(directory.state());
            return new Recovered(manifest, emptyState(layout), 0, false, false);
        }
        final Manifest manifest = Manifest.of(journal.get()).require(directory.root(), config.engineId());
        final long lastSequence = journal.get().end().sequence();
        CleanMarker.remove(directory.state());
        final Optional<EngineState> taken =
                marker.filter(mark -> fits(mark, layout, lastSequence)).flatMap(mark -> takeOver(mark, layout));
        if (taken.isPresent()) {
            return new Recovered(manifest, taken.get(), lastSequence, true, false);
        }
        return rebuild(manifest, layout, lastSequence);
    }

    /** What the journal holds; empty when it holds nothing. Nothing is opened for writing before this. */
    private Optional<JournalSummary> checkJournal() {
        final QueueDirectory queue = new QueueDirectory(directory.journal());
        if (!queue.exists() && queue.files().cycleFiles().isEmpty()) {
            return Optional.empty();
        }
        final JournalSummary summary = JournalVerifier.verify(directory.journal());
        if (summary.damage().isPresent()) {
            throw new JournalDamagedException(summary.damage().get());
        }
        return summary.end().sequence() == 0 ? Optional.empty() : Optional.of(summary);
    }

    private void requireNothingLost(final Optional<CleanMarker> marker) {
        if (marker.isPresent() && marker.get().appliedSequence() > 0) {
            throw new RecoveryException("the journal in " + directory.journal() + " is gone: the state in "
                    + directory.state() + " holds its records up to sequence "
                    + marker.get().appliedSequence() + "; restore it, or start a new data directory");
        }
    }

    private boolean fits(final CleanMarker mark, final StateLayout layout, final long lastSequence) {
        return mark.appliedSequence() == lastSequence
                && mark.shapeDigest() == config.shapeDigest()
                && mark.blockBytes() == layout.blockBytes()
                && mark.maxInstruments() == config.state().maxInstruments()
                && mark.maxFeeds() == config.state().maxFeeds()
                && mark.fileBytes() == sizeOf(stateFile());
    }

    /** Takes the state file if it holds what its mark says; the journal holds it in any case. */
    private Optional<EngineState> takeOver(final CleanMarker mark, final StateLayout layout) {
        EngineState state = null;
        try {
            state = openState(layout);
            if (state.global().appliedSequence() == mark.appliedSequence() && state.digest() == mark.stateDigest()) {
                return Optional.of(state);
            }
            LOG.warn("{} does not hold what its mark says; it is rebuilt from the journal", stateFile());
        } catch (final RuntimeException e) {
            LOG.warn("{} cannot be used; it is rebuilt from the journal", stateFile(), e);
        }
        CloseHelper.quietClose(state);
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
            return new Recovered(manifest, copyToFile(replay, layout), lastSequence, configKnown, true);
        }
    }

    private EngineState copyToFile(final Replay replay, final StateLayout layout) {
        final MapStateStore store = openStore(layout);
        try {
            return replay.state()
                    .map(rebuilt -> rebuilt.copyTo(store, layout, config.state()))
                    .orElseGet(() -> new EngineState(store, layout, config.state()));
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietClose(store);
            throw e;
        }
    }

    private EngineState emptyState(final StateLayout layout) {
        deleteStateFile();
        return openState(layout);
    }

    private EngineState openState(final StateLayout layout) {
        final MapStateStore store = openStore(layout);
        try {
            return new EngineState(store, layout, config.state());
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietClose(store);
            throw e;
        }
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
                        config.state().maxInstruments(),
                        config.state().maxFeeds(),
                        sizeOf(directory.state().resolve(STATE_FILE)),
                        stateDigest)
                .write(directory.state());
    }

    /** Bytes of a file; -1 when there is none. */
    private static long sizeOf(final Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
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
