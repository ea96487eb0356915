package io.millrace.archiver.access.connection;

import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.database.SqlErrors;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the database is there, so that no call waits for one that is not: a circuit breaker that closes itself.
 *
 * <p>Any thread asks and reports; one thread of its own probes, at once after a report and then with growing, jittered pauses
 * without end. Bounded: one probe at a time.
 */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseConnection.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** One attempt to reach the database. */
    @FunctionalInterface
    interface Probe {
        void run() throws SQLException;
    }

    private final String name;
    private final Probe probe;
    private final Runnable onReturn;
    private final Backoff backoff;
    private final EpochNanoClock clock;
    private final Object monitor = new Object();
    private final Thread prober;
    private volatile LinkState state = LinkState.SUSPECT;
    private volatile String reason = "";
    private volatile long sinceNs;

    Link(String name, Probe probe, Runnable onReturn, Backoff backoff, EpochNanoClock clock) {
        this.name = name;
        this.probe = probe;
        this.onReturn = onReturn;
        this.backoff = backoff;
        this.clock = clock;
        this.sinceNs = clock.nanoTime();
        prober = new Thread(this::watch, "millrace-access-link");
        prober.setDaemon(true);
    }

    /** Probes once on the caller's thread, then leaves that to its own. */
    void start() {
        tryOnce();
        prober.start();
    }

    LinkState state() {
        return state;
    }

    /** Why the database is not there; empty where it is. */
    String reason() {
        return reason;
    }

    Instant since() {
        return Instant.ofEpochSecond(sinceNs / NANOS_PER_SECOND, sinceNs % NANOS_PER_SECOND);
    }

    /** True where a call may try. */
    boolean isPassable() {
        LinkState now = state;
        return now == LinkState.UP || now == LinkState.SUSPECT;
    }

    /** A call has lost its connection: the next probe decides. */
    void suspect(String why) {
        synchronized (monitor) {
            if (state == LinkState.UP) {
                reason = why;
                move(LinkState.SUSPECT);
                monitor.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        synchronized (monitor) {
            reason = "closed";
            move(LinkState.CLOSED);
            monitor.notifyAll();
        }
    }

    private void watch() {
        try {
            while (state != LinkState.CLOSED) {
                if (state == LinkState.UP) {
                    awaitDoubt();
                } else if (!tryOnce()) {
                    pause(backoff.nextPauseMs());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryOnce() {
        try {
            probe.run();
        } catch (SQLException e) {
            down(SqlErrors.describe(e));
            return false;
        }
        up();
        return true;
    }

    private void up() {
        synchronized (monitor) {
            if (state == LinkState.CLOSED || state == LinkState.UP) {
                return;
            }
            if (state == LinkState.DOWN) {
                LOG.info("database {} is back after {} s", name, (clock.nanoTime() - sinceNs) / NANOS_PER_SECOND);
            }
            backoff.reset();
            // Connections of before are dead or of another server; they are replaced before a call meets them.
            onReturn.run();
            reason = "";
            move(LinkState.UP);
        }
    }

    private void down(String why) {
        synchronized (monitor) {
            if (state == LinkState.CLOSED) {
                return;
            }
            reason = why;
            if (state != LinkState.DOWN) {
                LOG.warn("database {} is away: {}; calls fail at once until it answers again", name, why);
                move(LinkState.DOWN);
            }
        }
    }

    /** With the monitor held. */
    private void move(LinkState next) {
        state = next;
        sinceNs = clock.nanoTime();
    }

    private void awaitDoubt() throws InterruptedException {
        synchronized (monitor) {
            while (state == LinkState.UP) {
                monitor.wait();
            }
        }
    }

    private void pause(long pauseMs) throws InterruptedException {
        synchronized (monitor) {
            long untilMs = epochMs() + pauseMs;
            long leftMs = pauseMs;
            while (state != LinkState.CLOSED && leftMs > 0) {
                monitor.wait(leftMs);
                leftMs = untilMs - epochMs();
            }
        }
    }

    private long epochMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
    }
}
