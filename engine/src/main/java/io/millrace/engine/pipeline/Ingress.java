package io.millrace.engine.pipeline;

import com.lmax.disruptor.RingBuffer;
import io.millrace.engine.event.RingSlot;
import io.millrace.journal.fault.Failpoint;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * The door to the ring: claim a slot, encode an input into it, publish it.
 *
 * <p>Owned by the one feed thread; no allocation. A full ring makes the caller wait; an engine that has failed or was
 * stopped makes it throw {@link EngineFailedException} instead of waiting for ever.
 */
public final class Ingress {
    private final RingBuffer<RingSlot> ring;
    private final EngineFailure failure;
    private final NanoClock clock;
    private final BackoffIdleStrategy idle = new BackoffIdleStrategy(100, 10, 1_000, 50_000);
    private RingSlot claimed;
    private long ringSequence;
    private volatile boolean closed;
    private volatile boolean ending;
    private SpaceGuard space;
    private SetAside setAside;

    Ingress(final RingBuffer<RingSlot> ring, final EngineFailure failure, final NanoClock clock) {
        this.ring = ring;
        this.failure = failure;
        this.clock = clock;
    }

    /** Takes inputs only while a guard finds room for them; to be set before the first claim. */
    public void guardedBy(final SpaceGuard guard) {
        space = guard;
    }

    /** Puts others in the place of inputs that no start gets past; to be set before the first claim. */
    public void setAside(final SetAside rule) {
        setAside = rule;
    }

    /** No claim waits for room on the disk any more: the feed ends, and its last event fits into the reserve. Any thread. */
    public void endSoon() {
        ending = true;
    }

    /** Takes the next free slot. Waits while the ring is full, and while the disk has no room. */
    public RingSlot claim() {
        if (claimed != null) {
            // An encoder that threw has left its slot: to claim another would publish this one with it, half-filled.
            return claimed;
        }
        if (mustWait()) {
            idle.reset();
            do {
                check();
                idle.idle();
            } while (mustWait());
        }
        check();
        ringSequence = ring.next();
        claimed = ring.get(ringSequence);
        Failpoint.INPUT_CLAIMED.pass();
        return claimed;
    }

    private boolean mustWait() {
        return !ring.hasAvailableCapacity(1) || (space != null && space.closed() && !ending);
    }

    /**
     * Hands the claimed slot over.
     *
     * @param length bytes of SBE header and body
     */
    public void publish(final int length) {
        publish(length, clock.nanoTime());
    }

    /**
     * Hands the claimed slot over with a receive time that the caller knows better, such as the moment when an open-loop
     * load meant to send.
     *
     * @param length bytes of SBE header and body
     * @param receivedNs when the input came in, ns of the monotonic clock
     */
    public void publish(final int length, final long receivedNs) {
        claimed.filled(setAside == null ? length : setAside.replace(claimed, length), receivedNs);
        claimed = null;
        ring.publish(ringSequence);
        Failpoint.INPUT_PUBLISHED.pass();
    }

    /** Waits until the engine thread has taken everything that was published, and throws when it has failed. */
    public void drain() {
        final long published = ring.getCursor();
        idle.reset();
        while (ring.getMinimumGatingSequence() < published) {
            check();
            idle.idle();
        }
        check();
    }

    /** Nobody takes what would be published from now on. */
    void close() {
        closed = true;
    }

    private void check() {
        failure.check();
        if (closed) {
            throw new EngineFailedException("the engine was stopped while its feed still published", null);
        }
    }
}
