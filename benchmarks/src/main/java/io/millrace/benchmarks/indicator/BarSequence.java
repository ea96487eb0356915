package io.millrace.benchmarks.indicator;

import io.millrace.engine.indicator.Bar;
import java.util.SplittableRandom;

/**
 * A seeded random walk of minute bars, gone through again and again: prices repeat after the last bar, times go on.
 *
 * <p>One thread at a time; {@link #next} allocates nothing.
 */
final class BarSequence {
    /** Few enough that the bars are in the cache when they are taken, as a bar is that the engine has just closed. */
    static final int SIZE = 1 << 10;

    static final long MINUTE_NS = 60_000_000_000L;

    private static final long SEED = 4_711L;
    private static final long START_NS = 1_700_006_400_000_000_000L;

    private final double[] open = new double[SIZE];
    private final double[] high = new double[SIZE];
    private final double[] low = new double[SIZE];
    private final double[] close = new double[SIZE];
    private final double[] volume = new double[SIZE];
    private long count;

    BarSequence() {
        final SplittableRandom random = new SplittableRandom(SEED);
        double price = 100.0;
        for (int i = 0; i < SIZE; i++) {
            open[i] = price;
            // The pull to the start price keeps the walk in range and the jump at the repetition small.
            price += 0.4 * (random.nextDouble() - 0.5) + 0.002 * (100.0 - price);
            close[i] = price;
            high[i] = Math.max(open[i], close[i]) + 0.1 * random.nextDouble();
            low[i] = Math.min(open[i], close[i]) - 0.1 * random.nextDouble();
            volume[i] = 1.0 + random.nextInt(10_000);
        }
    }

    /** Every bar once, made beforehand: what is measured is what takes a bar, not what makes it. */
    Bar[] bars() {
        final Bar[] bars = new Bar[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bars[i] = next(new Bar());
        }
        return bars;
    }

    /** Puts the next bar into the given one. */
    Bar next(final Bar bar) {
        final int i = (int) (count & (SIZE - 1));
        return bar.set(START_NS + count++ * MINUTE_NS, MINUTE_NS, open[i], high[i], low[i], close[i], volume[i]);
    }

    double[] high() {
        return high;
    }

    double[] low() {
        return low;
    }

    double[] close() {
        return close;
    }

    double[] volume() {
        return volume;
    }
}
