package io.millrace.engine.indicator;

/** A series of bars as arrays, for tests. */
final class Series {
    static final long MINUTE_NS = 60_000_000_000L;

    private final String name;
    private final long[] openTimeNs;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    private Series(String name, int size) {
        this.name = name;
        this.openTimeNs = new long[size];
        this.open = new double[size];
        this.high = new double[size];
        this.low = new double[size];
        this.close = new double[size];
        this.volume = new double[size];
    }

    static Series ofSize(String name, int size) {
        return new Series(name, size);
    }

    String name() {
        return name;
    }

    long[] openTimeNs() {
        return openTimeNs;
    }

    double[] open() {
        return open;
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

    int size() {
        return close.length;
    }

    Bar bar(int index, Bar bar) {
        return bar.set(openTimeNs[index], MINUTE_NS, open[index], high[index], low[index], close[index], volume[index]);
    }

    void set(int index, long timeNs, double open, double high, double low, double close, double volume) {
        this.openTimeNs[index] = timeNs;
        this.open[index] = open;
        this.high[index] = high;
        this.low[index] = low;
        this.close[index] = close;
        this.volume[index] = volume;
    }

    /** The same series with prices times the factor; exact when the factor is a power of two. */
    Series withPricesTimes(double factor) {
        Series scaled = ofSize(name, size());
        for (int i = 0; i < size(); i++) {
            scaled.set(
                    i,
                    openTimeNs[i],
                    open[i] * factor,
                    high[i] * factor,
                    low[i] * factor,
                    close[i] * factor,
                    volume[i]);
        }
        return scaled;
    }

    static double max(double[] values) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            max = StrictMath.max(max, value);
        }
        return max;
    }

    @Override
    public String toString() {
        return name;
    }
}
