package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Moving average convergence/divergence of the close.
 *
 * <p>Formula (Appel; TA-Lib {@code MACD}): {@code macd = EMA(fast) - EMA(slow)}, {@code signal = EMA(macd, signal)},
 * {@code histogram = macd - signal}, all with weight {@code 2 / (n + 1)}.
 *
 * <p>Seed, as TA-Lib has it: both averages of the close begin on bar {@code slow}, the slow one with the simple average
 * of the first {@code slow} closes, the fast one with that of the {@code fast} closes up to there; the signal begins
 * with the simple average of the first {@code signal} values of macd. ta4j begins each with its first value; others
 * begin the fast one on bar {@code fast}. Degenerate cases: none; all three go to zero in a still market. Warm-up:
 * {@code slow + signal - 1} bars.
 *
 * <p>Outputs: {@code macd}, {@code signal}, {@code histogram}. Any thread; no allocation; see {@link Indicator} for
 * state and failure behaviour.
 */
final class MovingAverageConvergenceDivergence implements Indicator {
    private static final int FAST = Slice.fields(3);
    private static final int SLOW = FAST + Double.BYTES;
    private static final int SIGNAL = SLOW + Double.BYTES;
    private static final int SIZE_BYTES = SIGNAL + Double.BYTES;

    private final int slowPeriod;
    private final int signalPeriod;
    private final int fastDelay;
    private final SeededAverage fastAverage;
    private final SeededAverage slowAverage;
    private final SeededAverage signalAverage;

    MovingAverageConvergenceDivergence(int fastPeriod, int slowPeriod, int signalPeriod) {
        this.slowPeriod = slowPeriod;
        this.signalPeriod = signalPeriod;
        this.fastDelay = slowPeriod - fastPeriod;
        this.fastAverage = SeededAverage.exponential(fastPeriod);
        this.slowAverage = SeededAverage.exponential(slowPeriod);
        this.signalAverage = SeededAverage.exponential(signalPeriod);
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
        return slowPeriod + signalPeriod - 1;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long count = Slice.countBar(memory, slice);
        double close = bar.close();
        double slow = slowAverage.next(Slice.getDouble(memory, slice + SLOW), count, close);
        Slice.putDouble(memory, slice + SLOW, slow);
        if (count <= fastDelay) {
            return;
        }
        double fast = fastAverage.next(Slice.getDouble(memory, slice + FAST), count - fastDelay, close);
        Slice.putDouble(memory, slice + FAST, fast);
        if (count < slowPeriod) {
            return;
        }
        long values = count - slowPeriod + 1;
        double macd = fast - slow;
        double signal = signalAverage.next(Slice.getDouble(memory, slice + SIGNAL), values, macd);
        Slice.putDouble(memory, slice + SIGNAL, signal);
        if (values >= signalPeriod) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, macd);
            Slice.putDouble(memory, slice + Slice.OUTPUT_1, signal);
            Slice.putDouble(memory, slice + Slice.OUTPUT_2, macd - signal);
        }
    }
}
