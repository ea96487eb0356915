package io.millrace.engine.indicator;

import java.util.List;
import java.util.SplittableRandom;

/** Series of known character from fixed seeds. */
final class GeneratedSeries {
    private static final int SIZE = 1_500;

    /** A Saturday evening before a change of day, so that intraday series cross midnight soon. */
    private static final long START_NS = 1_700_000_000_000_000_000L;

    private GeneratedSeries() {}

    static List<Series> all() {
        return List.of(
                trending(),
                meanReverting(),
                flat(),
                stillAfterMoves(),
                zeroVolume(),
                spikes(),
                largePriceTinyMoves(),
                tinyPrice());
    }

    static Series trending() {
        return walk("trending", 11, SIZE, 100.0, 0.004, 0.0015, 0.0);
    }

    static Series meanReverting() {
        return walk("mean-reverting", 12, SIZE, 50.0, 0.01, 0.0, 0.05);
    }

    /** Prices on a grid of 1/1024, so that a double and a decimal hold the same number to the last digit. */
    static Series largePriceTinyMoves() {
        Series series = walk("large price, tiny moves", 13, SIZE, 100_000.0, 1e-7, 0.0, 0.02);
        for (double[] prices : new double[][] {series.open(), series.high(), series.low(), series.close()}) {
            for (int i = 0; i < SIZE; i++) {
                prices[i] = StrictMath.rint(prices[i] * 1_024.0) / 1_024.0;
            }
        }
        return series;
    }

    static Series tinyPrice() {
        return walk("tiny price", 14, SIZE, 0.00001, 0.005, 0.0, 0.02);
    }

    /** One price, which no binary fraction holds exactly. */
    static Series flat() {
        Series series = Series.ofSize("flat", SIZE);
        for (int i = 0; i < SIZE; i++) {
            series.set(i, START_NS + i * Series.MINUTE_NS, 0.7, 0.7, 0.7, 0.7, 3.0);
        }
        return series;
    }

    /** Moves for a while, then stands still, for less time than it takes any average to decay out of sight. */
    static Series stillAfterMoves() {
        Series series = walk("still after moves", 15, SIZE, 20.0, 0.01, 0.0, 0.02);
        int last = 1_000;
        double price = series.close()[last];
        for (int i = last + 1; i < SIZE; i++) {
            series.set(i, series.openTimeNs()[i], price, price, price, price, 0.0);
        }
        return series;
    }

    /** Volume that comes and goes, with runs of zero longer than the usual windows. */
    static Series zeroVolume() {
        Series series = walk("zero volume", 16, SIZE, 75.0, 0.005, 0.0, 0.02);
        for (int i = 0; i < SIZE; i++) {
            if (i % 150 < 60) {
                series.volume()[i] = 0.0;
            }
        }
        return series;
    }

    /** Single bars a thousand times above the rest, in price and in volume. */
    static Series spikes() {
        Series series = walk("spikes", 17, SIZE, 10.0, 0.005, 0.0, 0.02);
        for (int i = 97; i < SIZE; i += 211) {
            series.high()[i] *= 1_000.0;
            series.close()[i] *= 900.0;
            series.volume()[i] *= 1_000.0;
        }
        return series;
    }

    /** A random walk; with a pull it returns to the start price. */
    static Series walk(String name, long seed, int size, double start, double volatility, double drift, double pull) {
        SplittableRandom random = new SplittableRandom(seed);
        Series series = Series.ofSize(name, size);
        double close = start;
        for (int i = 0; i < size; i++) {
            double open = close;
            double step = volatility * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
            close = open * (1.0 + step + drift * volatility) + pull * (start - open);
            double top = StrictMath.max(open, close) * (1.0 + volatility * random.nextDouble());
            double bottom = StrictMath.min(open, close) * (1.0 - volatility * random.nextDouble());
            series.set(i, START_NS + i * Series.MINUTE_NS, open, top, bottom, close, 1.0 + random.nextInt(10_000));
        }
        return series;
    }
}
