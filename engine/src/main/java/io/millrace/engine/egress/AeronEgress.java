package io.millrace.engine.egress;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.ReservedValueSupplier;
import io.millrace.engine.config.EgressConfig;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.record.Records;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Publishes the chosen records of a committed batch over Aeron, one message each, the bytes of the journal.
 *
 * <p>{@link #onCommitted} belongs to the thread that commits: no allocation, no lock, no wait. A record gets at most
 * {@value #ATTEMPTS} offers; what does not go out then is counted by its cause and stays in the journal. Every message carries in
 * Aeron's reserved value the sequence of the record of a published kind before it, whether that went out or not; 0 where this run
 * has none. So a subscriber sees what it has missed.
 *
 * <p>A publication that is closed or at its last position is let go of at once, and {@link #lost} tells the keeper, which puts
 * another in its place. Until then records count as failed.
 */
public final class AeronEgress implements Egress {
    /** Offers per record. A back-pressured offer takes some 10 ns, and room that is not there now is not there in a µs. */
    static final int ATTEMPTS = 3;

    private static final int FRAME_BYTES = Integer.BYTES;

    private final long templateIds;
    private final ReservedValueSupplier previous = (buffer, offset, length) -> previousSequence();
    private final AtomicCounter publishedCounter;
    private final AtomicCounter droppedCounter;
    private final AtomicCounter notConnectedCounter;
    private final AtomicCounter failedCounter;

    private volatile ExclusivePublication publication;
    private long previousSequence;
    private long published;
    private long dropped;
    private long notConnected;
    private long failed;

    /**
     * An egress without a publication yet.
     *
     * @param counters of the engine, by ordinal
     */
    public AeronEgress(final EgressConfig config, final AtomicCounter[] counters) {
        templateIds = (config.signals() ? 1L << SignalDecoder.TEMPLATE_ID : 0)
                | (config.bars() ? 1L << BarClosedDecoder.TEMPLATE_ID : 0);
        publishedCounter = counters[EngineCounter.EGRESS_PUBLISHED.ordinal()];
        droppedCounter = counters[EngineCounter.EGRESS_DROPPED.ordinal()];
        notConnectedCounter = counters[EngineCounter.EGRESS_NOT_CONNECTED.ordinal()];
        failedCounter = counters[EngineCounter.EGRESS_FAILED.ordinal()];
    }

    /** Publishes over this one from now on; null: over none. Any thread but the one that commits. */
    public void use(final ExclusivePublication next) {
        publication = next;
    }

    /** True while there is no publication, because none was given or the last one can publish no more. Any thread. */
    public boolean lost() {
        return publication == null;
    }

    private long previousSequence() {
        return previousSequence;
    }

    @Override
    public long templateIds() {
        return templateIds;
    }

    @Override
    public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
        final long publishedBefore = published;
        for (int i = 0; i < records.count(); i++) {
            final int offset = records.offset(i);
            publish(batch, offset, batch.getInt(offset - FRAME_BYTES, ByteOrder.LITTLE_ENDIAN));
            previousSequence = Records.sequence(batch, offset);
        }
        publishedCounter.setRelease(published);
        droppedCounter.setRelease(dropped);
        notConnectedCounter.setRelease(notConnected);
        failedCounter.setRelease(failed);
        return published > publishedBefore;
    }

    private void publish(final DirectBuffer batch, final int offset, final int length) {
        final ExclusivePublication current = publication;
        if (current == null) {
            failed++;
            return;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final long result = current.offer(batch, offset, length, previous);
            if (result > 0) {
                published++;
                return;
            }
            if (result == Publication.NOT_CONNECTED) {
                notConnected++;
                return;
            }
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                failed++;
                publication = null;
                return;
            }
            Thread.onSpinWait();
        }
        dropped++;
    }
}
