package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Average true range.
 *
 * <p>Formula (Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib {@code ATR}): the true range smoothed
 * with weight {@code 1 / period}.
 *
 * <p>Seed: the plain average of the first {@code period} true ranges. The first bar has none, as it has no previous
 * close; so TA-Lib, while ta4j counts its high - low and begins with that one value. Degenerate cases: goes to 0 in a
 * still market. Warm-up: {@code period + 1} bars.
 *
 * <p>Output: {@code atr}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class AverageTrueRange implements Indicator {
    private static final int PREVIOUS_CLOSE = Slice.fields(1);
    private static final int AVERAGE = PREVIOUS_CLOSE + Double.BYTES;
    private static final int SIZE_BYTES = AVERAGE + Double.BYTES;

    private final int period;
    private final SeededAverage average;

    AverageTrueRange(int period) {
        this.period = period;
        this.average = SeededAverage.wilder(period);
    }

    @Override
    public int stateSizeBytes() {
        return SIZE_BYTES;
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public int warmUpBars() {
        return period + 1;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long ranges = Slice.countBar(memory, slice) - 1;
        double previousClose = Slice.getDouble(memory, slice + PREVIOUS_CLOSE);
        Slice.putDouble(memory, slice + PREVIOUS_CLOSE, bar.close());
        if (ranges == 0) {
            return;
        }
        double range = TrueRange.of(bar.high(), bar.low(), previousClose);
        double atr = average.next(Slice.getDouble(memory, slice + AVERAGE), ranges, range);
        Slice.putDouble(memory, slice + AVERAGE, atr);
        if (ranges >= period) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, atr);
        }
    }
}
