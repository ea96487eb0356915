package io.millrace.engine.indicator;

import java.util.function.IntToDoubleFunction;

/** The definitions, written for clarity: each value from the whole series, two-pass moments, no state. */
final class NaiveIndicators {
    private static final long DAY_NS = 86_400_000_000_000L;

    private NaiveIndicators() {}

    /** The outputs at the bar with this index, or null before the warm-up is over. */
    static double[] at(Setup setup, Series series, int index) {
        return switch (setup.kind()) {
            case SMA ->
                index + 1 < setup.period(0)
                        ? null
                        : new double[] {mean(i -> series.close()[i], index, setup.period(0))};
            case EMA ->
                index + 1 < setup.period(0)
                        ? null
                        : new double[] {ema(i -> series.close()[i], 0, index, setup.period(0))};
            case RSI -> index < setup.period(0) ? null : rsi(series, index, setup.period(0));
            case MACD ->
                index + 2 < setup.period(1) + setup.period(2)
                        ? null
                        : macd(series, index, setup.period(0), setup.period(1), setup.period(2));
            case BOLLINGER ->
                index + 1 < setup.period(0) ? null : bollinger(series, index, setup.period(0), setup.parameter(1));
            case ATR ->
                index < setup.period(0)
                        ? null
                        : new double[] {
                            smoothed(i -> trueRange(series, i), 1, index, setup.period(0), 1.0 / setup.period(0))
                        };
            case VWAP -> vwap(series, index, setup.period(0));
            case OBV -> obv(series, index);
            case STOCHASTIC ->
                index + 3 < setup.period(0) + setup.period(1) + setup.period(2)
                        ? null
                        : stochastic(series, index, setup.period(0), setup.period(1), setup.period(2));
            case ADX -> index + 1 < 2 * setup.period(0) ? null : adx(series, index, setup.period(0));
        };
    }

    static double mean(IntToDoubleFunction values, int last, int period) {
        double sum = 0.0;
        for (int i = last - period + 1; i <= last; i++) {
            sum += values.applyAsDouble(i);
        }
        return sum / period;
    }

    static double populationVariance(IntToDoubleFunction values, int last, int period) {
        double mean = mean(values, last, period);
        return mean(
                i -> {
                    double deviation = values.applyAsDouble(i) - mean;
                    return deviation * deviation;
                },
                last,
                period);
    }

    /** Smoothing from the plain mean of the first {@code period} values on; the values begin at index {@code first}. */
    static double smoothed(IntToDoubleFunction values, int first, int last, int period, double weight) {
        int seedEnd = first + period - 1;
        double average = mean(values, seedEnd, period);
        for (int i = seedEnd + 1; i <= last; i++) {
            average = average * (1.0 - weight) + values.applyAsDouble(i) * weight;
        }
        return average;
    }

    static double ema(IntToDoubleFunction values, int first, int last, int period) {
        return smoothed(values, first, last, period, 2.0 / (period + 1));
    }

    private static double[] rsi(Series series, int index, int period) {
        double[] close = series.close();
        double gain = smoothed(i -> StrictMath.max(close[i] - close[i - 1], 0.0), 1, index, period, 1.0 / period);
        double loss = smoothed(i -> StrictMath.max(close[i - 1] - close[i], 0.0), 1, index, period, 1.0 / period);
        return new double[] {gain + loss == 0.0 ? 0.0 : 100.0 * gain / (gain + loss)};
    }

    private static double[] macd(Series series, int index, int fast, int slow, int signalPeriod) {
        double[] line = new double[index + 1];
        double slowAverage = mean(i -> series.close()[i], slow - 1, slow);
        double fastAverage = mean(i -> series.close()[i], slow - 1, fast);
        line[slow - 1] = fastAverage - slowAverage;
        for (int i = slow; i <= index; i++) {
            slowAverage += (series.close()[i] - slowAverage) * 2.0 / (slow + 1);
            fastAverage += (series.close()[i] - fastAverage) * 2.0 / (fast + 1);
            line[i] = fastAverage - slowAverage;
        }
        double signal = ema(i -> line[i], slow - 1, index, signalPeriod);
        return new double[] {line[index], signal, line[index] - signal};
    }

    private static double[] bollinger(Series series, int index, int period, double deviations) {
        double middle = mean(i -> series.close()[i], index, period);
        double width = deviations * StrictMath.sqrt(populationVariance(i -> series.close()[i], index, period));
        return new double[] {middle, middle + width, middle - width};
    }

    private static double trueRange(Series series, int i) {
        double previousClose = series.close()[i - 1];
        return StrictMath.max(
                series.high()[i] - series.low()[i],
                StrictMath.max(
                        StrictMath.abs(series.high()[i] - previousClose),
                        StrictMath.abs(series.low()[i] - previousClose)));
    }

    private static double[] vwap(Series series, int index, int period) {
        int first = index - period + 1;
        if (period == 0) {
            long day = StrictMath.floorDiv(series.openTimeNs()[index], DAY_NS);
            first = index;
            while (first > 0 && StrictMath.floorDiv(series.openTimeNs()[first - 1], DAY_NS) == day) {
                first--;
            }
        }
        if (first < 0) {
            return null;
        }
        double turnover = 0.0;
        double volume = 0.0;
        for (int i = first; i <= index; i++) {
            turnover += typicalPrice(series, i) * series.volume()[i];
            volume += series.volume()[i];
        }
        return new double[] {volume == 0.0 ? typicalPrice(series, index) : turnover / volume};
    }

    private static double typicalPrice(Series series, int i) {
        return (series.high()[i] + series.low()[i] + series.close()[i]) / 3.0;
    }

    private static double[] obv(Series series, int index) {
        double total = series.volume()[0];
        for (int i = 1; i <= index; i++) {
            total += StrictMath.signum(series.close()[i] - series.close()[i - 1]) * series.volume()[i];
        }
        return new double[] {total};
    }

    private static double[] stochastic(Series series, int index, int kPeriod, int kSmoothing, int dPeriod) {
        IntToDoubleFunction raw = i -> {
            double highest = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            for (int j = i - kPeriod + 1; j <= i; j++) {
                highest = StrictMath.max(highest, series.high()[j]);
                lowest = StrictMath.min(lowest, series.low()[j]);
            }
            return highest == lowest ? 0.0 : 100.0 * (series.close()[i] - lowest) / (highest - lowest);
        };
        IntToDoubleFunction k = i -> mean(raw, i, kSmoothing);
        return new double[] {k.applyAsDouble(index), mean(k, index, dPeriod)};
    }

    private static double[] adx(Series series, int index, int period) {
        double up = 0.0;
        double down = 0.0;
        double range = 0.0;
        double adx = 0.0;
        for (int i = 1; i <= index; i++) {
            double rise = series.high()[i] - series.high()[i - 1];
            double fall = series.low()[i - 1] - series.low()[i];
            double keep = i < period ? 1.0 : 1.0 - 1.0 / period;
            up = up * keep + (rise > fall && rise > 0.0 ? rise : 0.0);
            down = down * keep + (fall > rise && fall > 0.0 ? fall : 0.0);
            range = range * keep + trueRange(series, i);
            if (i >= period) {
                double dx = up + down == 0.0 ? 0.0 : 100.0 * StrictMath.abs(up - down) / (up + down);
                adx = i < 2 * period ? adx + dx / period : adx + (dx - adx) / period;
            }
        }
        return new double[] {adx, range == 0.0 ? 0.0 : 100.0 * up / range, range == 0.0 ? 0.0 : 100.0 * down / range};
    }
}
