package io.millrace.engine.indicator;

import java.util.Locale;

/**
 * How far two answers agree: from which bar on they stay within {@link #TOLERANCE}, and by how much they differ from
 * there on at most.
 *
 * <p>The difference is taken relative to the greater magnitude of both, but at least to a floor, for values that cross
 * zero: 1 for oscillators from 0 to 100, a ten-thousandth of the highest price for MACD, the greatest volume for OBV.
 *
 * @param firstBar number of the first bar, from 1 on, from which they agree to the end; size + 1 when never
 * @param compared how many bars were compared from the first one on
 * @param maxDifference greatest relative difference from the first bar on
 */
record Agreement(int firstBar, int compared, double maxDifference) {
    static final double TOLERANCE = 1e-9;

    /** Bars for which either side is NaN are not compared. */
    static Agreement of(double floor, double[] ours, double[] theirs) {
        int firstBar = 1;
        int compared = 0;
        double maxDifference = 0.0;
        for (int i = 0; i < ours.length; i++) {
            if (Double.isNaN(ours[i]) || Double.isNaN(theirs[i])) {
                if (compared == 0) {
                    firstBar = i + 2;
                }
                continue;
            }
            double difference = relativeDifference(floor, ours[i], theirs[i]);
            if (difference <= TOLERANCE) {
                compared++;
                maxDifference = StrictMath.max(maxDifference, difference);
            } else {
                firstBar = i + 2;
                compared = 0;
                maxDifference = 0.0;
            }
        }
        return new Agreement(firstBar, compared, maxDifference);
    }

    static Agreement of(double floor, double[][] ours, double[][] theirs) {
        Agreement all = of(floor, ours[0], theirs[0]);
        for (int output = 1; output < ours.length; output++) {
            all = all.and(of(floor, ours[output], theirs[output]));
        }
        return all;
    }

    Agreement and(Agreement other) {
        return new Agreement(
                StrictMath.max(firstBar, other.firstBar),
                StrictMath.min(compared, other.compared),
                StrictMath.max(maxDifference, other.maxDifference));
    }

    static double relativeDifference(double floor, double left, double right) {
        if (left == right) {
            return 0.0;
        }
        double scale = StrictMath.max(floor, StrictMath.max(StrictMath.abs(left), StrictMath.abs(right)));
        return StrictMath.abs(left - right) / scale;
    }

    static double floor(IndicatorKind kind, Series series) {
        return switch (kind) {
            case SMA, EMA, BOLLINGER, VWAP, ATR -> 0.0;
            case RSI, STOCHASTIC, ADX -> 1.0;
            case MACD -> 1e-4 * Series.max(series.high());
            case OBV -> Series.max(series.volume());
        };
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "from bar %d, %d bars, max %.1e", firstBar, compared, maxDifference);
    }
}
