package io.millrace.engine;

import io.millrace.engine.metrics.StageHistograms;

/**
 * Where an engine stood when it stopped. Counts are those of the whole journal, except for duplicates; what this run added
 * is the difference to {@link #atStart}.
 *
 * @param eventsIn trades, quotes and venue bars taken
 * @param duplicates events dropped as repeats in this run
 * @param bars bars closed
 * @param signals signals made
 * @param blocked signals that a limit stopped
 * @param atStart the counts that this run began with
 * @param lastSequence last record in the journal
 * @param stateDigest digest of the state
 * @param outputDigest digest of all outputs
 * @param latencies of this run
 */
public record EngineReport(
        long eventsIn,
        long duplicates,
        long bars,
        long signals,
        long blocked,
        Counts atStart,
        long lastSequence,
        long stateDigest,
        long outputDigest,
        StageHistograms latencies) {

    /**
     * Counts of a whole journal at one moment.
     *
     * @param eventsIn trades, quotes and venue bars taken
     * @param bars bars closed
     * @param signals signals made
     * @param blocked signals that a limit stopped
     */
    public record Counts(long eventsIn, long bars, long signals, long blocked) {}
}
