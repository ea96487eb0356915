package io.millrace.engine.recovery;

import io.millrace.engine.config.SnapshotConfig;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.engine.thread.IdleScheduling;
import io.millrace.journal.tail.JournalTailer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots beside a running engine, by following its journal; the engine's threads are never asked for anything, so they cannot be
 * stalled.
 *
 * <p>Has two threads, which take turns. One follows closely and runs while a processor is idle. Where threads that spin leave none idle
 * it comes to nothing, so another one of ordinary priority looks now and then: it catches up when the engine has been quiet for a
 * moment and a snapshot is overdue, or when {@value #FAR_BEHIND} are, so that the time of a recovery stays bounded. Both work for some
 * {@value #SHORT_WORK_NS} ns at a time, because an engine that shares its processor waits for that long, and for
 * {@value #LONG_WORK_NS} ns once they are a snapshot behind, and rest as long: half a core at most, and less than an engine at full speed
 * needs. A replay that differs from the journal, or a journal that cannot be followed, is reported and ends the snapshots.
 */
public final class Snapshotter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);
    private static final long SHORT_WORK_NS = 50_000;
    private static final long LONG_WORK_NS = 1_000_000;
    private static final long SHORTEST_IDLE_MS = 10;
    private static final long LONGEST_IDLE_MS = 100;
    private static final int FAR_BEHIND = 16;

    private final SnapshotFollower follower;
    private final long idleMs;
    private final CountDownLatch stop = new CountDownLatch(1);
    /** Held by the thread whose turn it is. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Thread catchingUp;
    private final Thread following;

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
        follower = new SnapshotFollower(directory, config, replay, notes, wallClock, journalEnd);
        idleMs = Math.max(SHORTEST_IDLE_MS, Math.min(LONGEST_IDLE_MS, config.intervalMs() / SHORTEST_IDLE_MS));
        // A thread inherits the scheduling of the one that starts it, and one that gives way could start no other kind.
        catchingUp = start("millrace-snapshots-2", this::catchUp);
        following = start("millrace-snapshots", () -> {
            IdleScheduling.enter();
            follow();
        });
    }

    private Thread start(final String name, final Loop work) {
        final Thread next = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (final RuntimeException | Error e) {
                        LOG.error("snapshots end here: the journal cannot be followed; run 'millrace verify'", e);
                        stop.countDown();
                    }
                },
                name);
        next.setDaemon(true);
        next.start();
        return next;
    }

    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = joined(following);
        interrupted |= joined(catchingUp);
        follower.close();
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

    /** Piece after piece as they come in, on a processor that has nothing else to do. */
    private void follow() throws InterruptedException {
        JournalTailer tailer = null;
        try {
            long standsAt = 0;
            long restNs = SHORT_WORK_NS;
            while (!stop.await(restNs, TimeUnit.NANOSECONDS)) {
                turn.lockInterruptibly();
                try {
                    if (ended()) {
                        return;
                    }
                    // Opened in its turn only: a thread that hardly runs may begin while the other one is at work.
                    if (tailer == null || standsAt != follower.sequence()) {
                        CloseHelper.close(tailer);
                        tailer = follower.openTailer();
                    }
                    final long workNs = workNs();
                    restNs = follower.follow(tailer, workNs) ? workNs : TimeUnit.MILLISECONDS.toNanos(idleMs);
                    standsAt = follower.sequence();
                } finally {
                    turn.unlock();
                }
            }
        } finally {
            CloseHelper.close(tailer);
        }
    }

    /** Looks whether there is more to do than an idle processor does, and does that. */
    private void catchUp() throws InterruptedException {
        boolean told = false;
        long endBefore = follower.journalEnd();
        while (!stop.await(idleMs, TimeUnit.MILLISECONDS)) {
            final long end = follower.journalEnd();
            final boolean quiet = end == endBefore;
            endBefore = end;
            // What the other thread writes meanwhile makes this look a little old, and that is all.
            final long behind = follower.snapshotsBehind();
            if (behind > FAR_BEHIND || (quiet && behind > 0)) {
                if (!told && !quiet) {
                    LOG.info(
                            "no processor is idle: snapshots are taken at ordinary priority, each {} that are due",
                            FAR_BEHIND);
                    told = true;
                }
                catchUp(quiet);
            }
        }
    }

    private void catchUp(final boolean whileQuiet) throws InterruptedException {
        turn.lockInterruptibly();
        try (JournalTailer tailer = follower.openTailer()) {
            final long end = follower.journalEnd();
            long restNs = 0;
            while (!ended()
                    && follower.snapshotsBehind() > 0
                    && !(whileQuiet && follower.journalEnd() != end)
                    && !stop.await(restNs, TimeUnit.NANOSECONDS)) {
                restNs = whileQuiet ? 0 : LONG_WORK_NS;
                follower.follow(tailer, whileQuiet ? SHORT_WORK_NS : LONG_WORK_NS);
            }
        } finally {
            turn.unlock();
        }
    }

    private long workNs() {
        return follower.snapshotsBehind() > 0 ? LONG_WORK_NS : SHORT_WORK_NS;
    }

    /** Whether there is nothing good to write any more, which whoever sees it first tells. For the thread whose turn it is. */
    private boolean ended() {
        if (follower.difference().isEmpty()) {
            return false;
        }
        if (stop.getCount() > 0) {
            LOG.error(
                    "snapshots end here: the running engine's outputs are not those of a replay, {}; stop the engine"
                            + " and run 'millrace verify'",
                    follower.difference().orElseThrow().describe());
            stop.countDown();
        }
        return true;
    }

    /** What a thread does until it is to stop. */
    @FunctionalInterface
    private interface Loop {
        void run() throws InterruptedException;
    }
}
