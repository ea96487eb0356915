package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Relative strength index of the close.
 *
 * <p>Formula (Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib {@code RSI}):
 * {@code 100 * gain / (gain + loss)}, the averages of upward and downward changes of the close smoothed with weight
 * {@code 1 / period}.
 *
 * <p>Seed: the plain averages of the first {@code period} changes, as Wilder and TA-Lib have it; ta4j begins with a
 * change of zero on the first bar. Warm-up: {@code period + 1} bars.
 *
 * <p>Degenerate cases: 0 when the close has not changed since the first bar, as both TA-Lib and ta4j have it; 100
 * without a loss. In a market that stands still after moves, both averages decay alike and the index stays where it
 * was, for ever: below a sum of 1e-200 they are kept as they are. (TA-Lib calls sums below 1e-8 zero, which is wrong
 * for instruments whose tick is that small.)
 *
 * <p>Output: {@code rsi}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class RelativeStrengthIndex implements Indicator {
    private static final int PREVIOUS_CLOSE = Slice.fields(1);
    private static final int GAIN = PREVIOUS_CLOSE + Double.BYTES;
    private static final int LOSS = GAIN + Double.BYTES;
    private static final int SIZE_BYTES = LOSS + Double.BYTES;

    private static final double SMALLEST_SUM = 1e-200;

    private final int period;
    private final SeededAverage average;

    RelativeStrengthIndex(int period) {
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
        long changes = Slice.countBar(memory, slice) - 1;
        double close = bar.close();
        double change = close - Slice.getDouble(memory, slice + PREVIOUS_CLOSE);
        Slice.putDouble(memory, slice + PREVIOUS_CLOSE, close);
        if (changes == 0) {
            return;
        }
        double gain = average.next(Slice.getDouble(memory, slice + GAIN), changes, change > 0.0 ? change : 0.0);
        double loss = average.next(Slice.getDouble(memory, slice + LOSS), changes, change < 0.0 ? -change : 0.0);
        double sum = gain + loss;
        if (sum >= SMALLEST_SUM) {
            Slice.putDouble(memory, slice + GAIN, gain);
            Slice.putDouble(memory, slice + LOSS, loss);
            if (changes >= period) {
                Slice.putDouble(memory, slice + Slice.OUTPUT_0, 100.0 * (gain / sum));
            }
        }
    }
}
