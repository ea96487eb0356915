package io.millrace.engine.indicator;

/** Wilder's true range. Any thread; no allocation. */
final class TrueRange {
    private TrueRange() {}

    /** The greatest of high - low, |high - previous close|, |low - previous close|. */
    static double of(double high, double low, double previousClose) {
        double top = high > previousClose ? high : previousClose;
        double bottom = low < previousClose ? low : previousClose;
        return top - bottom;
    }
}
