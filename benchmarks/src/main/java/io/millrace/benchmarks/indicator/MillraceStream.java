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
 * One of our indicators with the off-heap state of some instruments, warm. The bars of the series are dealt out to them in turns, as
 * the engine meets them: one update does not wait for the stores of the one before. With one instrument it does.
 *
 * <p>JMH's thread; {@link #pass} and {@link #update} allocate nothing.
 */
@State(Scope.Thread)
public class MillraceStream {
    /** How far apart the blocks of two instruments are; about what the default configuration makes. */
    private static final int BLOCK_BYTES = 3_480;

    /** Where the slice stands in its block; behind the bars, as with the default configuration. */
    private static final int SLICE_OFFSET = 560;

    @Param
    public IndicatorCase indicator;

    /** A power of two; 64 is the standard load's. */
    @Param({"64", "1"})
    public int instruments;

    private Bar[] bars;
    private Indicator computed;
    private UnsafeBuffer state;
    private int nextBar;

    /** Takes enough passes that every instrument is warm. */
    @Setup
    public void open() {
        bars = new BarSequence().bars();
        computed = indicator.create();
        if (SLICE_OFFSET + computed.stateSizeBytes() > BLOCK_BYTES || Integer.bitCount(instruments) != 1) {
            throw new IllegalArgumentException(indicator + " for " + instruments + " instruments does not fit");
        }
        state = new UnsafeBuffer(ByteBuffer.allocateDirect(instruments * BLOCK_BYTES));
        do {
            pass();
        } while (!computed.warm(state, SLICE_OFFSET));
    }

    /** Takes every bar of the series once. */
    public void pass() {
        final Indicator taken = computed;
        final UnsafeBuffer blocks = state;
        final Bar[] series = bars;
        final int mask = instruments - 1;
        for (int i = 0; i < BarSequence.SIZE; i++) {
            taken.update(blocks, (i & mask) * BLOCK_BYTES + SLICE_OFFSET, series[i]);
        }
    }

    /** Gives the next bar to the first instrument. */
    void update() {
        computed.update(state, SLICE_OFFSET, bars[nextBar]);
        nextBar = (nextBar + 1) % BarSequence.SIZE;
    }

    /** The sum of the outputs of the first instrument's last bar. */
    double newest() {
        double sum = 0.0;
        for (int output = 0; output < computed.outputCount(); output++) {
            sum += computed.output(state, SLICE_OFFSET, output);
        }
        return sum;
    }
}
