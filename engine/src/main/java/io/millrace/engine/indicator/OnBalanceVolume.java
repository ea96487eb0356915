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
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long count = Slice.countBar(memory, slice);
        double close = bar.close();
        double previousClose = Slice.getDouble(memory, slice + PREVIOUS_CLOSE);
        Slice.putDouble(memory, slice + PREVIOUS_CLOSE, close);
        double direction = count == 1 ? 1.0 : Math.signum(close - previousClose);
        double obv = Slice.getDouble(memory, slice + Slice.OUTPUT_0) + direction * bar.volume();
        Slice.putDouble(memory, slice + Slice.OUTPUT_0, obv);
    }
}
