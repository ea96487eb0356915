package io.millrace.benchmarks.handler;

import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.event.OutputSink;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * All handlers of an engine under the standard load, called by the thread that makes the load: no ring, no journal. Outputs are
 * encoded and thrown away.
 *
 * <p>JMH's thread; {@link #take} allocates nothing.
 */
@State(Scope.Thread)
public class HandlersAlone implements Door, OutputSink {
    private static final int OUTPUT_BYTES = 64 << 10;

    private final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
    private final UnsafeBuffer outputs = new UnsafeBuffer(ByteBuffer.allocateDirect(OUTPUT_BYTES));
    private final RingSlot slot = new RingSlot(RingSlot.allocate(1), 0);
    private HandlerChain chain;
    private EventFrame frame;
    private long handled;

    /** An engine's handlers with the instruments of the load defined. */
    @Setup
    public void open() {
        final EngineConfig config = LoadConfig.standard();
        final StateLayout layout = new StateLayout(config);
        chain = new HandlerChain(
                config, new EngineState(new MemoryStateStore(layout.blockBytes()), layout, config.state()));
        frame = HandlerChain.newFrame(config);
        load.define(this);
    }

    /** Takes the next events of the load; gives how many were taken in all. */
    public long take(final int events) {
        for (int i = 0; i < events; i++) {
            load.publishNext(this, 0);
        }
        return handled;
    }

    @Override
    public RingSlot claim() {
        return slot;
    }

    @Override
    public void publish(final int length, final long receivedNs) {
        frame.wrap(slot.buffer(), 0, length, this);
        if (!chain.isDuplicate(frame)) {
            chain.onInput(frame);
            handled++;
        }
    }

    @Override
    public int begin(final int length) {
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return outputs;
    }

    @Override
    public void end() {}
}
