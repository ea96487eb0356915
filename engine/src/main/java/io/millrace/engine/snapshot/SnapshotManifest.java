package io.millrace.engine.snapshot;

import io.millrace.journal.tail.JournalPosition;

/**
 * What a snapshot is of.
 *
 * @param position last record in it, which is the last of its batch, and that batch's index
 * @param batchCrc CRC32C of that batch: a journal that has another one there is not the snapshot's
 * @param journalId the journal
 * @param engineId the engine
 * @param layoutDigest where everything is in its blocks
 * @param stateDigest digest of the state
 * @param outputDigest digest of all outputs up to the position
 * @param clockNs the engine's clock, ns since the epoch
 * @param wallTimeNs when it was written, ns since the epoch
 * @param codeVersion version that wrote it; for people
 * @param configText canonical text of the configuration in force
 */
public record SnapshotManifest(
        JournalPosition position,
        int batchCrc,
        long journalId,
        int engineId,
        long layoutDigest,
        long stateDigest,
        long outputDigest,
        long clockNs,
        long wallTimeNs,
        String codeVersion,
        String configText) {

    /** Last record in it. */
    public long sequence() {
        return position.sequence();
    }
}
