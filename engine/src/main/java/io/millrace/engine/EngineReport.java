package io.millrace.engine;

import io.millrace.engine.metrics.StageHistograms;

/**
 * Where an engine stood when it stopped. Counts are those of the whole journal, except for duplicates.
 *
 * @param eventsIn trades, quotes and venue bars taken
 * @param duplicates events dropped as repeats in this run
 * @param bars bars closed
 * @param signals signals made
 * @param blocked signals that a limit stopped
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
        long lastSequence,
        long stateDigest,
        long outputDigest,
        StageHistograms latencies) {}
