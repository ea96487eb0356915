package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * On-balance volume.
 *
 * <p>Formula (Granville, New Key to Stock Market Profits, 1963; TA-Lib {@code OBV}): the running total of volume, added
 * on bars that close above the close before, subtracted on bars that close below, left out on others.
 *
 * <p>Seed: the volume of the first bar, as TA-Lib has it. ta4j begins with 0 and is lower by that volume for ever; only
 * differences of this indicator carry meaning. Degenerate cases: none. Warm-up: 1 bar.
 *
 * <p>Output: {@code obv}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class OnBalanceVolume implements Indicator {
    private static final int PREVIOUS_CLOSE = Slice.fields(1);
    private static final int SIZE_BYTES = PREVIOUS_CLOSE + Double.BYTES;

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
        return 1;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        long count = Slice.countBar(state, offset);
        double close = bar.close();
        double previousClose = state.getDouble(offset + PREVIOUS_CLOSE);
        state.putDouble(offset + PREVIOUS_CLOSE, close);
        double obv = state.getDouble(offset + Slice.OUTPUT_0);
        if (count == 1 || close > previousClose) {
            state.putDouble(offset + Slice.OUTPUT_0, obv + bar.volume());
        } else if (close < previousClose) {
            state.putDouble(offset + Slice.OUTPUT_0, obv - bar.volume());
        }
    }
}
