package io.millrace.benchmarks.load;

import io.millrace.engine.event.RingSlot;
import io.millrace.engine.pipeline.Ingress;

/**
 * Where a load goes in: the engine's ingress, or a floor that takes the same slots.
 *
 * <p>Owned by the feed thread; no allocation.
 */
public interface Door {
    /** The next free slot; waits while there is none. */
    RingSlot claim();

    /**
     * Hands the claimed slot over.
     *
     * @param length bytes of SBE header and body
     * @param receivedNs when the event came in, ns of the monotonic clock
     */
    void publish(int length, long receivedNs);

    /** The engine's. */
    static Door of(final Ingress ingress) {
        return new Door() {
            @Override
            public RingSlot claim() {
                return ingress.claim();
            }

            @Override
            public void publish(final int length, final long receivedNs) {
                ingress.publish(length, receivedNs);
            }
        };
    }
}
