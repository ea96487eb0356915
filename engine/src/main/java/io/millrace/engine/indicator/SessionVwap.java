package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Volume weighted average price since the start of the UTC day.
 *
 * <p>Formula (textbook; the definition is that of {@link RollingVwap} with the window anchored at the day): the sums
 * begin anew with the first bar whose open time lies on another UTC day.
 *
 * <p>Seed: none. Degenerate cases: without volume so far on the day, the typical price of the newest bar. Warm-up: 1
 * bar.
 *
 * <p>Output: {@code vwap}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class SessionVwap implements Indicator {
    private static final int DAY = Slice.fields(1);
    private static final int TURNOVER = DAY + Long.BYTES;
    private static final int VOLUME = TURNOVER + Double.BYTES;
    private static final int SIZE_BYTES = VOLUME + Double.BYTES;

    private static final long DAY_NS = 86_400_000_000_000L;

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
        Slice.countBar(memory, slice);
        double typicalPrice = bar.typicalPrice();
        double turnover = typicalPrice * bar.volume();
        double volume = bar.volume();
        long day = StrictMath.floorDiv(bar.openTimeNs(), DAY_NS);
        if (day == Slice.getLong(memory, slice + DAY)) {
            turnover += Slice.getDouble(memory, slice + TURNOVER);
            volume += Slice.getDouble(memory, slice + VOLUME);
        } else {
            Slice.putLong(memory, slice + DAY, day);
        }
        Slice.putDouble(memory, slice + TURNOVER, turnover);
        Slice.putDouble(memory, slice + VOLUME, volume);
        Slice.putDouble(memory, slice + Slice.OUTPUT_0, volume > 0.0 ? turnover / volume : typicalPrice);
    }
}
