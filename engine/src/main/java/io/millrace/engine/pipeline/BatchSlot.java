package io.millrace.engine.pipeline;

import io.millrace.engine.config.BatchConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
import io.millrace.engine.metrics.BatchReceipts;
import io.millrace.engine.state.GlobalState;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchDescriptor;

/**
 * A batch and what travels with it: when its events came in, which stage had it when, and the counts at its end. The one open
 * batch of the fused layout, or a slot of the ring of batches.
 *
 * <p>Belongs to one thread at a time, in the order of the stages. No allocation after construction, except that a batch may
 * outgrow its memory.
 */
final class BatchSlot {
    private final BatchBuilder batch;
    private final WantedRecords wanted;
    private final BatchSink sink;
    private final GlobalState state;
    private final GlobalState counts;
    private final int maxRecords;
    private final int maxBytes;
    private final BatchReceipts receipts;
    private boolean committed;
    private long takenNs;
    private long computedNs;
    private long committedNs;
    private long duplicates;
    private long ringBacklog;

    /**
     * A slot.
     *
     * @param state of the engine; the outputs of the batch count in it
     * @param counts where to keep the counts at the end of the batch; the state itself when it waits for the commit
     * @param wantedTemplateIds kinds of outputs that are sent out, see {@link Egress#templateIds}
     */
    BatchSlot(
            final BatchBuilder batch,
            final BatchConfig limits,
            final GlobalState state,
            final GlobalState counts,
            final long wantedTemplateIds) {
        this.batch = batch;
        this.wanted = new WantedRecords(wantedTemplateIds);
        this.sink = new BatchSink(batch, state, wanted);
        this.state = state;
        this.counts = counts;
        this.maxRecords = limits.maxRecords();
        // The outputs of one more input must still fit under the journal's own limit.
        this.maxBytes = Math.min(limits.maxBytes(), BatchDescriptor.MAX_BATCH_BYTES / 2);
        this.receipts = new BatchReceipts(maxRecords);
    }

    /** Empties it for the records from a sequence on. */
    void begin(final long firstSequence, final long atNs) {
        batch.begin(firstSequence);
        receipts.clear();
        wanted.clear();
        committed = false;
        takenNs = atNs;
    }

    /** An event of the batch came in at a time. */
    void received(final long atNs) {
        receipts.add(atNs);
    }

    /** True when no further event may go in. */
    boolean isFull() {
        return receipts.events() == maxRecords || batch.recordCount() >= maxRecords || batch.sizeBytes() >= maxBytes;
    }

    /** All its events are computed. */
    void computed(final long atNs, final long duplicatesDropped, final long eventsOnRing) {
        computedNs = atNs;
        duplicates = duplicatesDropped;
        ringBacklog = eventsOnRing;
        if (counts != state) {
            counts.copyFrom(state);
        }
    }

    /** It is in the journal, or has nothing that would belong there. */
    void committed(final long atNs) {
        committed = true;
        committedNs = atNs;
    }

    BatchBuilder batch() {
        return batch;
    }

    BatchSink sink() {
        return sink;
    }

    boolean isCommitted() {
        return committed;
    }

    WantedRecords wanted() {
        return wanted;
    }

    GlobalState counts() {
        return counts;
    }

    long duplicates() {
        return duplicates;
    }

    long ringBacklog() {
        return ringBacklog;
    }

    BatchReceipts receipts() {
        return receipts;
    }

    long takenNs() {
        return takenNs;
    }

    long computedNs() {
        return computedNs;
    }

    long committedNs() {
        return committedNs;
    }
}
