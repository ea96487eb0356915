package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Bollinger bands of the close.
 *
 * <p>Formula (Bollinger, Bollinger on Bollinger Bands, 2001; TA-Lib {@code BBANDS}): the simple average of the last
 * {@code period} closes, plus and minus {@code deviations} times their population standard deviation (divisor
 * {@code period}, as in TA-Lib and ta4j).
 *
 * <p>Seed: none. Degenerate cases: a flat window gives three equal bands. Warm-up: {@code period} bars.
 *
 * <p>Outputs: {@code middle}, {@code upper}, {@code lower}. Any thread; no allocation; see {@link Indicator} for state
 * and failure behaviour.
 */
final class BollingerBands implements Indicator {
    private final int period;
    private final double deviations;
    private final RollingMoments window;

    BollingerBands(int period, double deviations) {
        this.period = period;
        this.deviations = deviations;
        this.window = new RollingMoments(period, Slice.fields(3));
    }

    @Override
    public int stateSizeBytes() {
        return window.end();
    }

    @Override
    public int outputCount() {
        return 3;
    }

    @Override
    public int warmUpBars() {
        return period;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        window.push(state, offset, bar.close());
        if (Slice.countBar(memory, slice) >= period) {
            double sum = window.sum(state, offset);
            double middle = window.mean(state, offset, sum);
            double width = deviations * Math.sqrt(window.variance(state, offset, sum));
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, middle);
            Slice.putDouble(memory, slice + Slice.OUTPUT_1, middle + width);
            Slice.putDouble(memory, slice + Slice.OUTPUT_2, middle - width);
        }
    }
}
