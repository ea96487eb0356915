package io.millrace.benchmarks.growth;

import io.millrace.benchmarks.harness.Pairs;
import java.util.Collections;
import java.util.List;

/**
 * What was measured at a spot: one entry for each round, which are added as they come. One thread.
 *
 * @param blockBytes state of an instrument
 * @param costsNs of an event, ns
 * @param barsPerEvent closed
 */
record Measured(Spot spot, int blockBytes, List<Double> costsNs, List<Double> barsPerEvent) {
    double costNs() {
        return Pairs.median(costsNs.stream().mapToDouble(cost -> cost).toArray());
    }

    /** The dearest round ÷ the cheapest; 1 of a single round. */
    double roundsDiffer() {
        return Collections.max(costsNs) / Collections.min(costsNs);
    }

    double bars() {
        return barsPerEvent.get(0);
    }

    long stateBytes() {
        return (long) spot.instruments() * blockBytes;
    }
}
