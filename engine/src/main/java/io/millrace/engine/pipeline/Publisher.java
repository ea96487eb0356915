package io.millrace.engine.pipeline;

import io.millrace.engine.egress.Egress;
import io.millrace.engine.metrics.BatchReceipts;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.metrics.Stage;
import org.agrona.concurrent.NanoClock;

/**
 * Sends out what is committed, and never before; then takes down how long the events of the batch were on their way.
 *
 * <p>Owned by the last thread on the way: the engine thread, or the journal or egress thread of the pipelined layout. No
 * allocation.
 */
final class Publisher {
    private final Egress egress;
    private final LatencyRecorder latencies;
    private final NanoClock clock;

    Publisher(final Egress egress, final LatencyRecorder latencies, final NanoClock clock) {
        this.egress = egress;
        this.latencies = latencies;
        this.clock = clock;
    }

    /** Kinds of outputs that are sent out. */
    long wantedTemplateIds() {
        return egress.templateIds();
    }

    void publish(final BatchSlot slot) {
        if (!slot.isCommitted()) {
            // The ring moves on also behind a batch that could not be appended.
            return;
        }
        final boolean published =
                slot.wanted().count() > 0 && egress.onCommitted(slot.batch().buffer(), slot.wanted());
        final long publishedNs = published ? clock.nanoTime() : 0;
        final BatchReceipts receipts = slot.receipts();
        receipts.record(latencies, Stage.TAKEN, slot.takenNs());
        receipts.record(latencies, Stage.COMPUTED, slot.computedNs());
        receipts.record(latencies, Stage.COMMITTED, slot.committedNs());
        if (published) {
            receipts.record(latencies, Stage.PUBLISHED, publishedNs);
        }
        latencies.batchEnd(slot.committedNs());
    }
}
