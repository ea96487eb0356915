package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Exponential moving average of the close.
 *
 * <p>Formula (textbook; TA-Lib {@code EMA}): {@code ema += (close - ema) * 2 / (period + 1)}.
 *
 * <p>Seed: the simple average of the first {@code period} closes, as TA-Lib has it; ta4j begins with the first close.
 * Degenerate cases: none. Warm-up: {@code period} bars.
 *
 * <p>Output: {@code ema}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class ExponentialMovingAverage implements Indicator {
    private static final int AVERAGE = Slice.fields(1);
    private static final int SIZE_BYTES = AVERAGE + Double.BYTES;

    private final int period;
    private final SeededAverage average;

    ExponentialMovingAverage(int period) {
        this.period = period;
        this.average = SeededAverage.exponential(period);
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
        return period;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long count = Slice.countBar(memory, slice);
        double ema = average.next(Slice.getDouble(memory, slice + AVERAGE), count, bar.close());
        Slice.putDouble(memory, slice + AVERAGE, ema);
        if (count >= period) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, ema);
        }
    }
}
