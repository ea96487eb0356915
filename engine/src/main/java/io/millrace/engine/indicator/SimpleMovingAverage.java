package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Simple moving average of the close.
 *
 * <p>Formula (textbook; TA-Lib {@code SMA}): the sum of the last {@code period} closes divided by {@code period}.
 *
 * <p>Seed: none. Degenerate cases: none. Warm-up: {@code period} bars.
 *
 * <p>Output: {@code sma}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class SimpleMovingAverage implements Indicator {
    private final int period;
    private final RollingSum window;

    SimpleMovingAverage(int period) {
        this.period = period;
        this.window = new RollingSum(period, Slice.fields(1));
    }

    @Override
    public int stateSizeBytes() {
        return window.end();
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
        double sum = window.push(state, offset, bar.close());
        if (Slice.countBar(memory, slice) >= period) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, sum / period);
        }
    }
}
