package io.millrace.engine.metrics;

/**
 * Hands latencies from the engine thread to the thread that logs them, without a lock and without an atomic
 * instruction per event: the logger offers an empty pair of histograms, the engine swaps at the next batch end.
 *
 * <p>{@link #record} and {@link #batchEnd} belong to the engine thread, {@link #collect} and {@link #drain} to the
 * logger. No allocation after construction.
 */
public final class LatencyRecorder {
    private volatile StageHistograms offered;
    private volatile StageHistograms filled;

    private StageHistograms active = new StageHistograms();
    private StageHistograms spare = new StageHistograms();

    /** Takes the latency of events that were received together at one stage. */
    public void record(final Stage stage, final long latencyNs, final int events) {
        active.record(stage, latencyNs, events);
    }

    /** Swaps when the logger has asked for it. */
    public void batchEnd() {
        final StageHistograms next = offered;
        if (next != null) {
            offered = null;
            final StageHistograms full = active;
            active = next;
            filled = full;
        }
    }

    /** What was recorded since the last time, or null when the engine had no batch since; valid until the next call. */
    StageHistograms collect() {
        final StageHistograms full = filled;
        if (full != null) {
            filled = null;
            spare = full;
            return full;
        }
        if (spare != null) {
            spare.reset();
            final StageHistograms empty = spare;
            spare = null;
            offered = empty;
        }
        return null;
    }

    /** What is left when the engine thread has ended. */
    StageHistograms drain() {
        return active;
    }
}
