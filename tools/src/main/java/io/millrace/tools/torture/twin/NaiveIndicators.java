package io.millrace.tools.torture.twin;

import io.millrace.tools.torture.twin.TwinOutputs.ClosedBar;
import java.util.List;

/** Each indicator at the last of a list of bars, from the whole list by its definition; null while it is not warm. Any thread. */
final class NaiveIndicators {
    private NaiveIndicators() {}

    static double[] sma(List<ClosedBar> bars, int period) {
        if (bars.size() < period) {
            return null;
        }
        double sum = 0;
        for (ClosedBar bar : bars.subList(bars.size() - period, bars.size())) {
            sum += price(bar.close());
        }
        return new double[] {sum / period};
    }

    static double[] ema(List<ClosedBar> bars, int period) {
        if (bars.size() < period) {
            return null;
        }
        double[] closes = new double[bars.size()];
        for (int i = 0; i < closes.length; i++) {
            closes[i] = price(bars.get(i).close());
        }
        return new double[] {smoothed(closes, period, 2.0 / (period + 1))};
    }

    static double[] rsi(List<ClosedBar> bars, int period) {
        if (bars.size() < period + 1) {
            return null;
        }
        double[] gains = new double[bars.size() - 1];
        double[] losses = new double[bars.size() - 1];
        for (int i = 1; i < bars.size(); i++) {
            double change = price(bars.get(i).close()) - price(bars.get(i - 1).close());
            gains[i - 1] = Math.max(change, 0);
            losses[i - 1] = Math.max(-change, 0);
        }
        double gain = smoothed(gains, period, 1.0 / period);
        double loss = smoothed(losses, period, 1.0 / period);
        return new double[] {gain + loss == 0 ? 0 : 100 * gain / (gain + loss)};
    }

    static double[] atr(List<ClosedBar> bars, int period) {
        if (bars.size() < period + 1) {
            return null;
        }
        double[] ranges = new double[bars.size() - 1];
        for (int i = 1; i < bars.size(); i++) {
            double before = price(bars.get(i - 1).close());
            double high = price(bars.get(i).high());
            double low = price(bars.get(i).low());
            ranges[i - 1] = Math.max(high - low, Math.max(Math.abs(high - before), Math.abs(low - before)));
        }
        return new double[] {smoothed(ranges, period, 1.0 / period)};
    }

    /** Middle, upper and lower band. */
    static double[] bollinger(List<ClosedBar> bars, int period, double deviations) {
        double[] middle = sma(bars, period);
        if (middle == null) {
            return null;
        }
        double squares = 0;
        for (ClosedBar bar : bars.subList(bars.size() - period, bars.size())) {
            squares += (price(bar.close()) - middle[0]) * (price(bar.close()) - middle[0]);
        }
        double width = deviations * Math.sqrt(squares / period);
        return new double[] {middle[0], middle[0] + width, middle[0] - width};
    }

    /** The plain mean of the first values, from there on a part of each new value. */
    private static double smoothed(double[] values, int period, double weight) {
        double average = 0;
        for (int i = 0; i < period; i++) {
            average += values[i] / period;
        }
        for (int i = period; i < values.length; i++) {
            average += (values[i] - average) * weight;
        }
        return average;
    }

    static double price(long mantissa) {
        return mantissa / TwinSetup.PRICE_UNIT;
    }
}
