package io.millrace.benchmarks.support;

import org.HdrHistogram.Histogram;

/**
 * Latencies in the order in which they were measured, kept as plain numbers so that to measure costs a store; a histogram is made
 * of them afterwards.
 *
 * <p>Written by one thread, read when that has ended or handed over. No allocation after construction; what does not fit is
 * an error of the caller.
 */
public final class LatencyTape {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final long[] latenciesNs;
    private int count;

    /** Room for so many. */
    public LatencyTape(final int capacity) {
        latenciesNs = new long[capacity];
    }

    /** Keeps a latency. */
    public void add(final long latencyNs) {
        latenciesNs[count++] = latencyNs;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Those from the given one on. */
    public Histogram histogram(final int from) {
        final Histogram histogram = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
        for (int i = from; i < count; i++) {
            histogram.recordValue(Math.max(0, Math.min(latenciesNs[i], HIGHEST_NS)));
        }
        return histogram;
    }
}
