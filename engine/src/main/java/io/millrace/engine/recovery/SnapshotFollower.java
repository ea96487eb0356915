package io.millrace.engine.recovery;

import io.millrace.engine.config.SnapshotConfig;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays what a running engine journals, piece by piece, and writes a snapshot of that when one is due. Each is proven when it is
 * written: the replay has compared every output up to it. One that cannot be written is reported and tried again when the next is due.
 *
 * <p>One thread at a time, which the {@link Snapshotter} sees to.
 */
final class SnapshotFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFollower.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SnapshotConfig config;
    private final Replay replay;
    private final SnapshotDirectory directory;
    private final SnapshotNotes notes;
    private final EpochNanoClock wallClock;
    private final NanoClock clock = Clocks.monotonic();
    private final LongSupplier journalEnd;

    private long lastSequence;
    private long lastInputs;
    private long lastNs;

    /** Goes on from where the replay stands, which belongs to it from now on. */
    SnapshotFollower(
            final DataDirectory directory,
            final SnapshotConfig config,
            final Replay replay,
            final SnapshotNotes notes,
            final EpochNanoClock wallClock,
            final LongSupplier journalEnd) {
        this.config = config;
        this.replay = replay;
        this.directory = new SnapshotDirectory(directory.snapshots());
        this.notes = notes;
        this.wallClock = wallClock;
        this.journalEnd = journalEnd;
        lastSequence = replay.lastSequence();
        lastNs = clock.nanoTime();
    }

    /** A tailer that stands where the replay goes on. */
    JournalTailer openTailer() {
        return replay.openTailer();
    }

    /**
     * Replays for a short while or until a snapshot is due, and then takes it.
     *
     * @return false when there was nothing left to replay
     */
    boolean follow(final JournalTailer tailer, final long workNs) {
        final boolean more = replay(tailer, workNs);
        if (isDue()) {
            take();
        }
        return more;
    }

    /** The last sequence replayed. */
    long sequence() {
        return replay.lastSequence();
    }

    /** The last sequence that the engine has committed. */
    long journalEnd() {
        return journalEnd.getAsLong();
    }

    /** How many snapshots it is behind. */
    long snapshotsBehind() {
        return (journalEnd() - sequence()) / config.everyRecords();
    }

    /** The first place where journal and replay differ; there is nothing good to write from there on. */
    Optional<ReplayDifference> difference() {
        return replay.difference();
    }

    @Override
    public void close() {
        replay.close();
    }

    private boolean replay(final JournalTailer tailer, final long workNs) {
        final long startNs = clock.nanoTime();
        while (clock.nanoTime() - startNs < workNs && !enoughRecords()) {
            if (!replay.step(tailer)) {
                return false;
            }
        }
        return true;
    }

    private boolean enoughRecords() {
        return replay.lastSequence() - lastSequence >= config.everyRecords();
    }

    /** A start or a snapshot alone is no reason for another: something must have come in. */
    private boolean isDue() {
        return replay.inputs() > lastInputs
                && replay.difference().isEmpty()
                && (enoughRecords() || clock.nanoTime() - lastNs >= config.intervalMs() * NANOS_PER_MILLI);
    }

    private void take() {
        try {
            final SnapshotManifest manifest = replay.manifest(wallClock.nanoTime());
            final Path file = directory.write(manifest, replay.state().orElseThrow());
            directory.keep(config.keep());
            notes.leave(manifest, BootPlanner.sizeOf(file));
        } catch (final RuntimeException e) {
            LOG.error("no snapshot at sequence {}, the older ones stay: {}", replay.lastSequence(), e.getMessage());
        }
        lastSequence = replay.lastSequence();
        lastInputs = replay.inputs();
        lastNs = clock.nanoTime();
    }
}
