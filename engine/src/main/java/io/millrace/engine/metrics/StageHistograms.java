package io.millrace.engine.metrics;

import org.HdrHistogram.Histogram;

/**
 * Latencies of both stages, in ns from receipt: to the end of the computation of the batch, and to its commit.
 *
 * <p>One thread at a time. A latency over a minute counts as a minute. No allocation after construction.
 */
public final class StageHistograms {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram computed = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
    private final Histogram committed = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);

    /** Receipt to the end of the computation. */
    public Histogram computed() {
        return computed;
    }

    /** Receipt to commit. */
    public Histogram committed() {
        return committed;
    }

    void record(final long computedLatencyNs, final long committedLatencyNs) {
        computed.recordValue(bounded(computedLatencyNs));
        committed.recordValue(bounded(committedLatencyNs));
    }

    void add(final StageHistograms other) {
        computed.add(other.computed);
        committed.add(other.committed);
    }

    void reset() {
        computed.reset();
        committed.reset();
    }

    private static long bounded(final long latencyNs) {
        return Math.max(0, Math.min(latencyNs, HIGHEST_NS));
    }
}
