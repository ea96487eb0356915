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
    private static final int PARTS_OF_RING = 8;

    private final RingBuffer<RingSlot> ring;
    private final StageThread[] stages;
    private final EngineFailure failure;
    private final NanoClock clock;
    private final BackoffIdleStrategy idle = new BackoffIdleStrategy(100, 10, 1_000, 50_000);
    private final int roomAfterFull;
    private RingSlot claimed;
    private long ringSequence;
    private boolean held;
    private volatile boolean closed;
    private volatile boolean ending;
    private SpaceGuard space;
    private SetAside setAside;

    Ingress(
            final RingBuffer<RingSlot> ring,
            final StageThread[] stages,
            final EngineFailure failure,
            final NanoClock clock) {
        this.ring = ring;
        this.stages = stages;
        this.failure = failure;
        this.clock = clock;
        this.roomAfterFull = Math.max(1, ring.getBufferSize() / PARTS_OF_RING);
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
            waitForRoom();
        }
        check();
        ringSequence = ring.next();
        claimed = ring.get(ringSequence);
        Failpoint.INPUT_CLAIMED.pass();
        return claimed;
    }

    private boolean mustWait() {
        return !ring.hasAvailableCapacity(1) || diskIsFull();
    }

    private boolean diskIsFull() {
        return space != null && space.closed() && !ending;
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
        hold(length, receivedNs);
        publishHeld();
    }

    /**
     * Fills the claimed slot without handing it over yet; the next {@link #publish} hands over all that are held. For the
     * messages of one packet but its last: the reader then gets them at once, and the line of the ring's cursor goes from
     * core to core once a packet. What is held is handed over as well before a claim that has to wait.
     *
     * @param length bytes of SBE header and body
     * @param receivedNs when the input came in, ns of the monotonic clock
     */
    public void hold(final int length, final long receivedNs) {
        claimed.filled(setAside == null ? length : setAside.replace(claimed, length), receivedNs);
        claimed = null;
        held = true;
    }

    private void publishHeld() {
        held = false;
        ring.publish(ringSequence);
        Failpoint.INPUT_PUBLISHED.pass();
    }

    /** True when that many slots can be claimed without waiting. */
    public boolean hasRoom(final int slots) {
        return ring.hasAvailableCapacity(slots);
    }

    /**
     * A full ring is left to drain by a part before the next claim. A writer on the heels of the reader takes the cache
     * lines away that the reader is about to read, and both then run at a fraction of their speed.
     */
    private void waitForRoom() {
        if (held) {
            publishHeld();
        }
        idle.reset();
        while (!ring.hasAvailableCapacity(roomAfterFull) || diskIsFull()) {
            check();
            idle.idle();
        }
    }

    /** Waits until everything that was published is committed and sent out, and throws when the engine has failed. */
    public void drain() {
        if (held) {
            publishHeld();
        }
        for (final StageThread stage : stages) {
            final long published = stage.published();
            idle.reset();
            while (stage.done() < published) {
                check();
                idle.idle();
            }
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
