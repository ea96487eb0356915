package io.millrace.engine.metrics;

import org.HdrHistogram.Histogram;

/**
 * Latencies of all stages, in ns from receipt.
 *
 * <p>One thread at a time. A latency over a minute counts as a minute. No allocation after construction.
 */
public final class StageHistograms {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final Stage[] STAGES = Stage.values();

    private final Histogram[] histograms = new Histogram[STAGES.length];

    public StageHistograms() {
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
        }
    }

    /** Latencies of a stage. */
    public Histogram of(final Stage stage) {
        return histograms[stage.ordinal()];
    }

    void record(final Stage stage, final long latencyNs, final int events) {
        histograms[stage.ordinal()].recordValueWithCount(Math.max(0, Math.min(latencyNs, HIGHEST_NS)), events);
    }

    void add(final StageHistograms other) {
        for (int i = 0; i < histograms.length; i++) {
            histograms[i].add(other.histograms[i]);
        }
    }

    void reset() {
        for (final Histogram histogram : histograms) {
            histogram.reset();
        }
    }
}
