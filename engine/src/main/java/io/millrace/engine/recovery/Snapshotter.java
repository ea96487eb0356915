package io.millrace.engine.recovery;

import io.millrace.engine.config.SnapshotConfig;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.engine.thread.IdleScheduling;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal of a running engine with a replay of its own and writes snapshots of that.
 *
 * <p>Has a thread of its own; the engine's is never asked for anything, so it cannot be stalled. The thread runs while a
 * processor is idle. Where that is never the case and it falls {@value #FAR_BEHIND} snapshots behind, one of ordinary priority
 * goes on, so that the time of a recovery stays bounded. Each snapshot is proven when it
 * is written: the replay has compared every output up to it. Works for some {@value #SHORT_WORK_NS} ns at a time, because an
 * engine that shares its processor waits for that long, and for {@value #LONG_WORK_NS} ns once it is a snapshot behind. Rests as
 * long, so it takes half a core at most, and falls behind an engine that is faster than that. A snapshot that cannot be
 * written is reported and tried again when the next is due; a replay that differs from the journal is reported and ends the
 * snapshots, for there is nothing good to write any more.
 */
public final class Snapshotter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);
    private static final long SHORT_WORK_NS = 50_000;
    private static final long LONG_WORK_NS = 1_000_000;
    private static final long SHORTEST_IDLE_MS = 10;
    private static final long LONGEST_IDLE_MS = 100;
    private static final int FAR_BEHIND = 16;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SnapshotConfig config;
    private final Replay replay;
    private final SnapshotDirectory directory;
    private final SnapshotNotes notes;
    private final EpochNanoClock wallClock;
    private final NanoClock clock = Clocks.monotonic();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final LongSupplier journalEnd;
    private final long idleMs;
    private final CountDownLatch handOver = new CountDownLatch(1);
    private final Thread giving;
    private final Thread standby;
    private volatile boolean farBehind;

    private long lastSequence;
    private long lastInputs;
    private long lastNs;

    /**
     * Follows from where the replay stands, which belongs to it from now on. The journal must exist.
     *
     * @param journalEnd the last sequence that the engine has committed
     */
    public Snapshotter(
            final DataDirectory directory,
            final SnapshotConfig config,
            final Replay replay,
            final SnapshotNotes notes,
            final EpochNanoClock wallClock,
            final LongSupplier journalEnd) {
        this.journalEnd = journalEnd;
        this.idleMs = Math.max(SHORTEST_IDLE_MS, Math.min(LONGEST_IDLE_MS, config.intervalMs() / SHORTEST_IDLE_MS));
        this.config = config;
        this.replay = replay;
        this.directory = new SnapshotDirectory(directory.snapshots());
        this.notes = notes;
        this.wallClock = wallClock;
        lastSequence = replay.lastSequence();
        lastNs = clock.nanoTime();
        // Made here: a thread inherits the scheduling of the one that starts it, and one that gives way could start no
        // other kind.
        standby = start("millrace-snapshots-2", this::standBy);
        giving = start("millrace-snapshots", () -> {
            IdleScheduling.enter();
            run(true);
        });
    }

    private static Thread start(final String name, final Runnable work) {
        final Thread next = new Thread(work, name);
        next.setDaemon(true);
        next.start();
        return next;
    }

    /** Waits for the other thread to give up, which it seldom does. */
    private void standBy() {
        try {
            handOver.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (farBehind) {
            run(false);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = joined(giving);
        handOver.countDown();
        interrupted |= joined(standby);
        replay.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a thread; true when this one was interrupted meanwhile. */
    private static boolean joined(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void run(final boolean givesWay) {
        try (JournalTailer tailer = replay.openTailer()) {
            long restNs = SHORT_WORK_NS;
            while (replay.difference().isEmpty() && !stop.await(restNs, TimeUnit.NANOSECONDS)) {
                final long workNs = lag() > config.everyRecords() ? LONG_WORK_NS : SHORT_WORK_NS;
                restNs = follow(tailer, workNs) ? workNs : idleMs * NANOS_PER_MILLI;
                if (isDue()) {
                    take();
                }
                if (givesWay && isFarBehind()) {
                    LOG.info("no processor is ever idle: snapshots go on at the priority of the engine");
                    farBehind = true;
                    handOver.countDown();
                    return;
                }
            }
            replay.difference()
                    .ifPresent(difference -> LOG.error(
                            "snapshots end here: the running engine's outputs are not those of a replay, {}; stop the engine"
                                    + " and run 'millrace verify'",
                            difference.describe()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException | Error e) {
            LOG.error("snapshots end here: the journal cannot be followed; run 'millrace verify'", e);
        }
    }

    /** Replays for a short while or until a snapshot is due; false when there was nothing left to replay. */
    private boolean follow(final JournalTailer tailer, final long workNs) {
        final long startNs = clock.nanoTime();
        while (clock.nanoTime() - startNs < workNs && !enoughRecords()) {
            if (!replay.step(tailer)) {
                return false;
            }
        }
        return true;
    }

    private boolean isFarBehind() {
        return lag() > (long) FAR_BEHIND * config.everyRecords();
    }

    private long lag() {
        return journalEnd.getAsLong() - replay.lastSequence();
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
