package io.millrace.engine.pipeline;

import io.millrace.engine.egress.WantedRecords;
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
    private final WantedRecords wanted;

    /**
     * A sink.
     *
     * @param wanted takes down the outputs that are to be sent out
     */
    public BatchSink(final BatchBuilder batch, final GlobalState global, final WantedRecords wanted) {
        this.batch = batch;
        this.global = global;
        this.wanted = wanted;
    }

    @Override
    public int begin(final int recordLength) {
        length = recordLength;
        offset = batch.claim(recordLength);
        return offset;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return batch.buffer();
    }

    @Override
    public void end() {
        Records.sequence(batch.buffer(), offset, batch.lastSequence());
        wanted.offer(batch.buffer(), offset);
        global.outputAdded(Records.foldDigest(global.outputDigest(), batch.buffer(), offset, length));
    }
}
