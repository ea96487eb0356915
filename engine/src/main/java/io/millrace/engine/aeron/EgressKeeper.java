package io.millrace.engine.aeron;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.millrace.engine.config.EgressConfig;
import io.millrace.engine.egress.AeronEgress;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.journal.time.Clocks;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the way out open: gives the egress its publication, and another one when that is lost.
 *
 * <p>Has a thread of its own, which sleeps; opened and closed by the engine's opener. While the transport is down the engine
 * goes on, its signals are journaled and counted as failed, and the loss is logged; tries again after 0.1 s, then ever more
 * slowly up to every 5 s. Closing waits up to half a second for subscribers to take what was published.
 */
public final class EgressKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EgressKeeper.class);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAIN_NAP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** In the keys of the driver's stream counters, behind the registration id. */
    private static final int SESSION_ID_OFFSET = 8;

    private final AeronTransport transport;
    private final EgressConfig config;
    private final AeronEgress egress;
    private final AtomicCounter rebuilds;
    private final NanoClock clock = Clocks.monotonic();
    private final Thread thread;
    private ExclusivePublication publication;
    private volatile boolean closed;

    private EgressKeeper(final AeronTransport transport, final EgressConfig config, final AtomicCounter[] counters) {
        this.transport = transport;
        this.config = config;
        egress = new AeronEgress(config, counters);
        rebuilds = counters[EngineCounter.EGRESS_REBUILDS.ordinal()];
        publication = transport.publish(config.address());
        egress.use(publication);
        thread = new Thread(this::keep, "millrace-egress-keeper");
        thread.setDaemon(true);
    }

    /**
     * Opens the way out.
     *
     * @param counters of the engine, by ordinal
     */
    public static EgressKeeper open(
            final AeronTransport transport, final EgressConfig config, final AtomicCounter[] counters) {
        final EgressKeeper keeper = new EgressKeeper(transport, config, counters);
        keeper.thread.start();
        return keeper;
    }

    /** The way out, for the thread that commits. */
    public AeronEgress egress() {
        return egress;
    }

    private void keep() {
        long pauseNs = LOOK_NS;
        boolean down = false;
        while (!closed) {
            LockSupport.parkNanos(pauseNs);
            if (closed || (!egress.lost() && !publication.isClosed())) {
                continue;
            }
            if (!down) {
                down = true;
                LOG.error(
                        "the egress on {} has lost its transport: signals are journaled and not published; trying again",
                        config.address());
            }
            if (rebuild()) {
                down = false;
                pauseNs = LOOK_NS;
                LOG.warn("the egress on {} is back: what it missed stands in the journal", config.address());
            } else {
                pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
            }
        }
    }

    private boolean rebuild() {
        egress.use(null);
        try {
            CloseHelper.quietClose(publication);
            publication = transport.publish(config.address());
        } catch (final RuntimeException e) {
            // Whatever it is: a keeper that ends would leave the engine mute.
            LOG.debug("egress: {}", e.getMessage());
            return false;
        }
        egress.use(publication);
        rebuilds.incrementRelease();
        return true;
    }

    /** To be called when the thread that commits has ended. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (transport.ownsDriver()) {
            drain();
        }
        egress.use(null);
        publication.close();
    }

    /** The embedded driver takes its buffers with it, so subscribers get a moment to read them to the end. */
    private void drain() {
        final long deadlineNs = clock.nanoTime() + DRAIN_NS;
        while (publication.isConnected() && !hasArrived() && clock.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(DRAIN_NAP_NS);
        }
    }

    private boolean hasArrived() {
        final long position = publication.position();
        final CountersReader counters = transport.client().countersReader();
        final boolean[] behind = {false};
        counters.forEach((counterId, typeId, key, label) -> {
            if ((typeId == AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID
                            || typeId == AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID)
                    && key.getInt(SESSION_ID_OFFSET) == publication.sessionId()
                    && counters.getCounterValue(counterId) < position) {
                behind[0] = true;
            }
        });
        return !behind[0];
    }
}
