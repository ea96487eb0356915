package io.millrace.engine.indicator;

import org.agrona.MutableDirectBuffer;

/**
 * Slow stochastic oscillator.
 *
 * <p>Formula (Lane; TA-Lib {@code STOCH} with simple averages):
 * {@code raw = 100 * (close - lowest low) / (highest high - lowest low)} over {@code kPeriod} bars; {@code k} is the
 * simple average of {@code kSmoothing} raw values, {@code d} that of {@code dPeriod} values of k.
 *
 * <p>Seed: none. Degenerate cases: the raw value of a window without range is 0, as TA-Lib has it; ta4j gives NaN.
 * Warm-up: {@code kPeriod + kSmoothing + dPeriod - 2} bars.
 *
 * <p>Outputs: {@code k}, {@code d}. Any thread; no allocation; see {@link Indicator} for state and failure behaviour.
 */
final class StochasticOscillator implements Indicator {
    private final int kPeriod;
    private final int kSmoothing;
    private final int dPeriod;
    private final int firstK;
    private final int firstD;
    private final RollingExtremes extremes;
    private final RollingSum rawValues;
    private final RollingSum kValues;

    StochasticOscillator(int kPeriod, int kSmoothing, int dPeriod) {
        this.kPeriod = kPeriod;
        this.kSmoothing = kSmoothing;
        this.dPeriod = dPeriod;
        this.firstK = kPeriod + kSmoothing - 1;
        this.firstD = firstK + dPeriod - 1;
        this.extremes = new RollingExtremes(kPeriod, Slice.fields(2));
        this.rawValues = new RollingSum(kSmoothing, extremes.end());
        this.kValues = new RollingSum(dPeriod, rawValues.end());
    }

    @Override
    public int stateSizeBytes() {
        return kValues.end();
    }

    @Override
    public int outputCount() {
        return 2;
    }

    @Override
    public int warmUpBars() {
        return firstD;
    }

    @Override
    public void update(MutableDirectBuffer state, int offset, Bar bar) {
        byte[] memory = state.byteArray();
        long slice = Slice.address(state, offset);
        long count = Slice.countBar(memory, slice);
        extremes.push(state, offset, bar.high(), bar.low());
        if (count < kPeriod) {
            return;
        }
        double lowest = extremes.lowest(state, offset);
        double range = extremes.highest(state, offset) - lowest;
        double raw = range > 0.0 ? 100.0 * ((bar.close() - lowest) / range) : 0.0;
        double rawSum = rawValues.push(state, offset, raw);
        if (count < firstK) {
            return;
        }
        double k = rawSum / kSmoothing;
        double kSum = kValues.push(state, offset, k);
        if (count >= firstD) {
            Slice.putDouble(memory, slice + Slice.OUTPUT_0, k);
            Slice.putDouble(memory, slice + Slice.OUTPUT_1, kSum / dPeriod);
        }
    }
}
