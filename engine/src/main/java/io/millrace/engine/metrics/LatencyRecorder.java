package io.millrace.engine.metrics;

/**
 * Hands latencies from the engine thread to the thread that logs them, without a lock and without an atomic
 * instruction per event: the logger offers an empty pair of histograms, the engine swaps at the next batch end.
 *
 * <p>{@link #record} and {@link #batchEnd} belong to the engine thread, {@link #ask}, {@link #collect} and {@link #drain}
 * to the logger. No allocation after construction.
 */
public final class LatencyRecorder {
    private volatile StageHistograms offered;
    private volatile StageHistograms filled;
    /** Written before {@link #filled}. */
    private long filledAtNs;

    private StageHistograms active = new StageHistograms();
    private StageHistograms spare = new StageHistograms();
    private long collectedToNs;

    /** Takes the latency of events that were received together at one stage. */
    public void record(final Stage stage, final long latencyNs, final int events) {
        active.record(stage, latencyNs, events);
    }

    /**
     * Swaps when the logger has asked for it.
     *
     * @param nowNs monotonic time of the end of the batch, or shortly before
     */
    public void batchEnd(final long nowNs) {
        final StageHistograms next = offered;
        if (next != null) {
            offered = null;
            final StageHistograms full = active;
            active = next;
            filledAtNs = nowNs;
            filled = full;
        }
    }

    /** Asks for what is recorded up to the end of the next batch; does nothing while the last answer was not collected. */
    void ask() {
        final StageHistograms empty = spare;
        if (empty != null) {
            spare = null;
            empty.reset();
            offered = empty;
        }
    }

    /** The answer to {@link #ask}, once; null while the engine had no batch since. Valid until asked again. */
    StageHistograms collect() {
        final StageHistograms full = filled;
        if (full != null) {
            collectedToNs = filledAtNs;
            filled = null;
            spare = full;
        }
        return full;
    }

    /** Monotonic time up to which what was collected last had been recorded, ns. */
    long collectedToNs() {
        return collectedToNs;
    }

    /** What is left when the engine thread has ended. */
    StageHistograms drain() {
        return active;
    }
}
