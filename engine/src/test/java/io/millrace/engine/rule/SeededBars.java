package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import java.util.Random;

/** Bars of a random market that changes between trend, reversion and stillness; the seed decides everything. */
final class SeededBars {
    private static final long START_NS = 1_700_000_040_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final Random random;
    private final Bar bar = new Bar();
    private long openTimeNs = START_NS;
    private double price = 100.0;
    private double drift;
    private int regimeLeft;
    private boolean still;

    SeededBars(long seed) {
        random = new Random(seed);
    }

    /** The next bar; the same object each time. Prices lie on a grid of 0.05, so that equal values happen. */
    Bar next() {
        if (regimeLeft-- <= 0) {
            regimeLeft = 5 + random.nextInt(40);
            drift = (random.nextDouble() - 0.5) * 0.01;
            still = random.nextInt(6) == 0;
        }
        double open = price;
        double step = still ? 0.0 : price * (drift + random.nextGaussian() * 0.004);
        double close = Math.max(1.0, grid(open + step));
        double reach = still ? 0.0 : grid(price * 0.002 * random.nextDouble());
        bar.set(
                openTimeNs,
                MINUTE_NS,
                open,
                Math.max(open, close) + reach,
                Math.min(open, close) - reach,
                close,
                1 + random.nextInt(100));
        price = close;
        openTimeNs += MINUTE_NS;
        return bar;
    }

    private static double grid(double value) {
        return StrictMath.rint(value * 20.0) / 20.0;
    }
}
