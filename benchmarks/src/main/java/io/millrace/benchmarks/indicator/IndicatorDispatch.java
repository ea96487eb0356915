package io.millrace.benchmarks.indicator;

import io.millrace.benchmarks.harness.Pairs;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.journal.time.Clocks;
import java.nio.ByteBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an update costs when it is called as the engine calls it: every kind from the same place, each instrument's one after the other,
 * so that nothing is inlined.
 *
 * <p>Arguments: number of samples, ms of each. Prints ns per update, the median, as the mean over all kinds. Main thread.
 */
public final class IndicatorDispatch {
    private static final int INSTRUMENTS = 64;

    private final Indicator[] indicators;
    private final int[] offsets;
    private final int blockBytes;
    private final UnsafeBuffer state;
    private final Bar[] bars = new BarSequence().bars();

    private IndicatorDispatch() {
        final IndicatorCase[] cases = IndicatorCase.values();
        indicators = new Indicator[cases.length];
        offsets = new int[cases.length];
        int end = 0;
        for (int i = 0; i < cases.length; i++) {
            indicators[i] = cases[i].create();
            offsets[i] = end;
            end += indicators[i].stateSizeBytes();
        }
        blockBytes = end;
        state = new UnsafeBuffer(ByteBuffer.allocateDirect(INSTRUMENTS * blockBytes));
    }

    /** Measures and prints. */
    public static void main(final String[] arguments) {
        final NanoClock clock = Clocks.monotonic();
        final double[] samples = new double[Integer.parseInt(arguments[0])];
        final long sampleNs = Long.parseLong(arguments[1]) * 1_000_000L;
        final IndicatorDispatch dispatch = new IndicatorDispatch();
        for (int i = -2; i < samples.length; i++) {
            final long startNs = clock.nanoTime();
            long updates = 0;
            long elapsedNs;
            do {
                updates += dispatch.pass();
                elapsedNs = clock.nanoTime() - startNs;
            } while (elapsedNs < sampleNs);
            if (i >= 0) {
                samples[i] = (double) elapsedNs / updates;
            }
        }
        System.out.println(Pairs.median(samples));
    }

    private long pass() {
        for (int i = 0; i < bars.length; i++) {
            final int block = i % INSTRUMENTS * blockBytes;
            for (int slot = 0; slot < indicators.length; slot++) {
                indicators[slot].update(state, block + offsets[slot], bars[i]);
            }
        }
        return (long) bars.length * indicators.length;
    }
}
