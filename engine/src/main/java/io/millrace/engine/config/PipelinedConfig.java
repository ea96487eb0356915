package io.millrace.engine.config;

import java.util.Objects;

/**
 * The pipelined layout behind the engine thread. Immutable; any thread.
 *
 * @param batches slots of the ring of batches; a power of two
 * @param journalWait how the journal thread waits for the next batch
 * @param egressWait how the egress thread waits for the next committed batch
 * @param egressThread which thread sends out
 */
public record PipelinedConfig(int batches, WaitKind journalWait, WaitKind egressWait, EgressThread egressThread) {
    static final ValueRange BATCHES = new ValueRange(ValueRange.Unit.POWER_OF_TWO, 2, 64);

    public PipelinedConfig {
        BATCHES.require("batches", batches);
        Objects.requireNonNull(journalWait, "journalWait");
        Objects.requireNonNull(egressWait, "egressWait");
        Objects.requireNonNull(egressThread, "egressThread");
    }
}
