package io.millrace.benchmarks.indicator;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One of our indicators with its off-heap state, warm.
 *
 * <p>JMH's thread; {@link #update} allocates nothing.
 */
@State(Scope.Thread)
public class MillraceStream {
    @Param
    public IndicatorCase indicator;

    private final Bar bar = new Bar();
    private BarSequence bars;
    private Indicator computed;
    private UnsafeBuffer state;

    /** Goes through the series once. */
    @Setup
    public void open() {
        bars = new BarSequence();
        computed = indicator.create();
        state = new UnsafeBuffer(ByteBuffer.allocateDirect(computed.stateSizeBytes()));
        for (int i = 0; i < BarSequence.SIZE; i++) {
            update();
        }
    }

    /** Takes a bar and gives the sum of the outputs. */
    public double update() {
        computed.update(state, 0, bars.next(bar));
        return newest();
    }

    /** The sum of the outputs of the last bar. */
    double newest() {
        double sum = 0.0;
        for (int output = 0; output < computed.outputCount(); output++) {
            sum += computed.output(state, 0, output);
        }
        return sum;
    }
}
