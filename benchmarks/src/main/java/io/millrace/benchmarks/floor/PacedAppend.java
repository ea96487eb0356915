package io.millrace.benchmarks.floor;

import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.support.LatencyTape;
import io.millrace.engine.event.RingSlot;
import java.nio.ByteBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A bare append for each event on the thread that feeds it: what the journal alone would cost under the same arrivals, without
 * a ring, without a batch, without an engine.
 *
 * <p>Owned by the feed thread.
 */
public final class PacedAppend implements Door {
    private final RingSlot slot = new RingSlot(new UnsafeBuffer(ByteBuffer.allocateDirect(RingSlot.SLOT_BYTES)), 0);
    private final Excerpts excerpts;
    private final LatencyTape tape;
    private final NanoClock clock;

    public PacedAppend(final Excerpts excerpts, final LatencyTape tape, final NanoClock clock) {
        this.excerpts = excerpts;
        this.tape = tape;
        this.clock = clock;
    }

    @Override
    public RingSlot claim() {
        return slot;
    }

    @Override
    public void publish(final int length, final long receivedNs) {
        excerpts.append(slot.buffer().addressOffset(), length);
        tape.add(clock.nanoTime() - receivedNs);
    }
}
