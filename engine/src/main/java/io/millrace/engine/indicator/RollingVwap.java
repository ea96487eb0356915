package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Volume weighted average price over the last {@code period} bars.
 *
 * <p>Formula (textbook; ta4j {@code VWAPIndicator}; TA-Lib has none): the sum of typical price times volume divided by
 * the sum of volume, the typical price being {@code (high + low + close) / 3}.
 *
 * <p>Seed: none. Degenerate cases: without volume in the window, the typical price of the newest bar. Warm-up:
 * {@code period} bars; ta4j gives values of the shorter windows before.
 *
 * <p>Output: {@code vwap}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class RollingVwap implements Indicator {
    private final int period;
    private final RollingSum turnover;
    private final RollingSum volume;

    RollingVwap(int period) {
        this.period = period;
        this.turnover = new RollingSum(period, Slice.fields(1));
        this.volume = new RollingSum(period, turnover.end());
    }

    @Override
    public int stateSizeBytes() {
        return volume.end();
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
        double typicalPrice = bar.typicalPrice();
        double turnoverSum = turnover.push(state, offset, typicalPrice * bar.volume());
        double volumeSum = volume.push(state, offset, bar.volume());
        if (Slice.countBar(memory, slice) >= period) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, volumeSum > 0.0 ? turnoverSum / volumeSum : typicalPrice);
        }
    }
}
