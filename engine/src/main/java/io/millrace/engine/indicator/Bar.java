package io.millrace.engine.indicator;

/**
 * One closed bar as the indicators see it. Preallocated and reused: its owner sets it, the indicators read it during
 * the call.
 *
 * <p>One thread at a time. No allocation after construction. Prices and volume are doubles in the units of the
 * instrument; times are nanoseconds since the epoch, UTC. Values are not checked here.
 */
public final class Bar {
    private long openTimeNs;
    private long intervalNs;
    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;

    /** Sets every field and returns this bar. */
    public Bar set(
            long openTimeNs, long intervalNs, double open, double high, double low, double close, double volume) {
        this.openTimeNs = openTimeNs;
        this.intervalNs = intervalNs;
        this.open = open;
        this.high = high;
        this.low = low;
        this.close = close;
        this.volume = volume;
        return this;
    }

    public long openTimeNs() {
        return openTimeNs;
    }

    public long intervalNs() {
        return intervalNs;
    }

    public double open() {
        return open;
    }

    public double high() {
        return high;
    }

    public double low() {
        return low;
    }

    public double close() {
        return close;
    }

    public double volume() {
        return volume;
    }

    /** The mean of high, low and close. */
    public double typicalPrice() {
        return (high + low + close) / 3.0;
    }

    @Override
    public String toString() {
        return "Bar[openTimeNs=" + openTimeNs + ", intervalNs=" + intervalNs + ", open=" + open + ", high=" + high
                + ", low=" + low + ", close=" + close + ", volume=" + volume + ']';
    }
}
