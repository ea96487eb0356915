package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Average directional index with both directional indicators.
 *
 * <p>Formula (Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib {@code ADX}, {@code PLUS_DI},
 * {@code MINUS_DI}): upward movement is the rise of the high when it is positive and greater than the fall of the low,
 * and the other way round for downward movement; on a tie both are zero. Wilder's sums of both and of the true range,
 * {@code sum = sum - sum / period + value}, give {@code plus_di = 100 * up / range} and
 * {@code minus_di = 100 * down / range}; {@code dx = 100 * |up - down| / (up + down)}, and {@code adx} is dx smoothed
 * with weight {@code 1 / period}.
 *
 * <p>Seed, as TA-Lib has it: the sums begin as the plain totals of the first {@code period - 1} values (bars 2 to
 * {@code period}), adx as the plain average of the first {@code period} values of dx. Wilder's own worksheet begins the
 * sums with {@code period} values, ta4j with the first. Warm-up: {@code 2 * period} bars.
 *
 * <p>Degenerate cases: without any range both indicators are 0; without any movement since the first bar adx is 0. In a
 * market that stands still after moves, the sums decay alike and the indicators stay where they were, for ever: below a
 * range of 1e-200 the sums are kept as they are. (TA-Lib calls ranges below 1e-8 zero, which is wrong for instruments
 * whose tick is that small.) Likewise adx keeps to the proportion of the last movements while the range goes on and
 * neither high nor low moves: both sums are kept below 1e-260.
 *
 * <p>Outputs: {@code adx}, {@code plus_di}, {@code minus_di}. Any thread; no allocation; see {@link Indicator} for
 * state and failure behaviour.
 */
final class AverageDirectionalIndex implements Indicator {
    private static final int PREVIOUS_HIGH = Slice.fields(3);
    private static final int PREVIOUS_LOW = PREVIOUS_HIGH + Double.BYTES;
    private static final int PREVIOUS_CLOSE = PREVIOUS_LOW + Double.BYTES;
    private static final int UP = PREVIOUS_CLOSE + Double.BYTES;
    private static final int DOWN = UP + Double.BYTES;
    private static final int RANGE = DOWN + Double.BYTES;
    private static final int AVERAGE = RANGE + Double.BYTES;
    private static final int SIZE_BYTES = AVERAGE + Double.BYTES;

    private static final double SMALLEST_RANGE = 1e-200;

    /** So far below the smallest range that the range stops decaying first when all of them do. */
    private static final double SMALLEST_MOVEMENT = 1e-260;

    private final int period;
    private final double weight;
    private final SeededAverage average;

    AverageDirectionalIndex(int period) {
        this.period = period;
        this.weight = 1.0 / period;
        this.average = SeededAverage.wilder(period);
    }

    @Override
    public int stateSizeBytes() {
        return SIZE_BYTES;
    }

    @Override
    public int outputCount() {
        return 3;
    }

    @Override
    public int warmUpBars() {
        return 2 * period;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long changes = Slice.countBar(memory, slice) - 1;
        double high = bar.high();
        double low = bar.low();
        if (changes > 0) {
            takeChange(memory, slice, changes, high, low);
        }
        Slice.putDouble(memory, slice + PREVIOUS_HIGH, high);
        Slice.putDouble(memory, slice + PREVIOUS_LOW, low);
        Slice.putDouble(memory, slice + PREVIOUS_CLOSE, bar.close());
    }

    private void takeChange(byte[] memory, long slice, long changes, double high, double low) {
        double rise = high - Slice.getDouble(memory, slice + PREVIOUS_HIGH);
        double fall = Slice.getDouble(memory, slice + PREVIOUS_LOW) - low;
        double trueRange = TrueRange.of(high, low, Slice.getDouble(memory, slice + PREVIOUS_CLOSE));
        double decay = changes < period ? 0.0 : weight;

        double oldRange = Slice.getDouble(memory, slice + RANGE);
        double oldUp = Slice.getDouble(memory, slice + UP);
        double oldDown = Slice.getDouble(memory, slice + DOWN);
        double range = oldRange - oldRange * decay + trueRange;
        double up = SeededAverage.flush(oldUp - oldUp * decay + (rise > fall && rise > 0.0 ? rise : 0.0));
        double down = SeededAverage.flush(oldDown - oldDown * decay + (fall > rise && fall > 0.0 ? fall : 0.0));
        if (range < SMALLEST_RANGE) {
            range = oldRange;
            up = oldUp;
            down = oldDown;
        } else if (up + down < SMALLEST_MOVEMENT) {
            up = oldUp;
            down = oldDown;
        }
        Slice.putDouble(memory, slice + RANGE, range);
        Slice.putDouble(memory, slice + UP, up);
        Slice.putDouble(memory, slice + DOWN, down);
        if (changes >= period) {
            putOutputs(memory, slice, changes - period + 1, up, down, range);
        }
    }

    private void putOutputs(byte[] memory, long slice, long indices, double up, double down, double range) {
        double movement = up + down;
        double adx = Slice.getDouble(memory, slice + AVERAGE);
        if (movement > 0.0) {
            adx = average.next(adx, indices, 100.0 * (Math.abs(up - down) / movement));
        }
        Slice.putDouble(memory, slice + AVERAGE, adx);
        if (indices >= period) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, adx);
            Slice.putDouble(memory, slice + Slice.OUTPUT_1, range > 0.0 ? 100.0 * (up / range) : 0.0);
            Slice.putDouble(memory, slice + Slice.OUTPUT_2, range > 0.0 ? 100.0 * (down / range) : 0.0);
        }
    }
}
