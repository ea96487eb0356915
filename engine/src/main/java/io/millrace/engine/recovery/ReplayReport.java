package io.millrace.engine.recovery;

import java.util.Optional;

/**
 * What a replay did.
 *
 * @param replayed inputs of the range
 * @param outputs outputs made in the range
 * @param signals signals made in the range
 * @param outputDigest digest of the outputs of the range
 * @param stateDigest digest of the state after the range
 * @param lastSequence last record read
 * @param difference first place where journal and replay differ
 */
public record ReplayReport(
        long replayed,
        long outputs,
        long signals,
        long outputDigest,
        long stateDigest,
        long lastSequence,
        Optional<ReplayDifference> difference) {

    /** True when every output and every checkpoint of the journal came out again, bit by bit. */
    public boolean identical() {
        return difference.isEmpty();
    }
}
