package io.millrace.engine.pipeline;

import io.millrace.engine.event.OutputSink;
import io.millrace.engine.state.GlobalState;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.record.Records;
import org.agrona.MutableDirectBuffer;

/**
 * Outputs of a live engine: they go straight into the open batch, behind the input that caused them.
 *
 * <p>Engine thread; no allocation.
 */
public final class BatchSink implements OutputSink {
    private final BatchBuilder batch;
    private final GlobalState global;
    private int offset;
    private int length;
    private boolean used;

    public BatchSink(final BatchBuilder batch, final GlobalState global) {
        this.batch = batch;
        this.global = global;
    }

    @Override
    public int begin(final int recordLength) {
        length = recordLength;
        offset = batch.claim(recordLength);
        return offset;
    }

    /** True when the open batch has outputs; forgets it. */
    boolean takeUsed() {
        final boolean was = used;
        used = false;
        return was;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return batch.buffer();
    }

    @Override
    public void end() {
        Records.sequence(batch.buffer(), offset, batch.lastSequence());
        used = true;
        global.outputAdded(Records.foldDigest(global.outputDigest(), batch.buffer(), offset, length));
    }
}
