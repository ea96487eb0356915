package io.millrace.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import io.millrace.engine.config.BatchConfig;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.metrics.EngineCounters;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.metrics.Stage;
import io.millrace.journal.append.BatchAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.record.Records;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The fused layout: one thread journals and computes in order, and commits at the ring's batch end.
 *
 * <p>Owned by the engine thread; no allocation in steady state. Input and outputs of an event are in the same batch, so
 * nothing of an event can be seen without the rest. An exception leaves the open batch unwritten and goes up; the engine
 * halts.
 */
final class FusedHandler implements EventHandler<RingSlot> {
    private final HandlerChain chain;
    private final EventFrame frame;
    private final BatchBuilder batch;
    private final BatchSink sink;
    private final BatchAppender appender;
    private final Egress egress;
    private final DuplicateTally duplicates;
    private final EngineCounters counters;
    private final LatencyRecorder latencies;
    private final NanoClock clock;
    private final LongSupplier ringBacklog;
    private final int maxRecords;
    private final int maxBytes;
    private final long[] receivedNs;
    private int receivedCount;
    private long takenNs;
    private boolean batchStarted;

    FusedHandler(
            final HandlerChain chain,
            final EventFrame frame,
            final BatchBuilder batch,
            final BatchAppender appender,
            final Egress egress,
            final BatchConfig limits,
            final DuplicateTally duplicates,
            final EngineCounters counters,
            final LatencyRecorder latencies,
            final NanoClock clock,
            final LongSupplier ringBacklog) {
        this.chain = chain;
        this.frame = frame;
        this.batch = batch;
        this.sink = new BatchSink(batch, chain.state().global());
        this.appender = appender;
        this.egress = egress;
        this.duplicates = duplicates;
        this.counters = counters;
        this.latencies = latencies;
        this.clock = clock;
        this.ringBacklog = ringBacklog;
        this.maxRecords = limits.maxRecords();
        // The outputs of one more input must still fit under the journal's own limit.
        this.maxBytes = Math.min(limits.maxBytes(), BatchDescriptor.MAX_BATCH_BYTES / 2);
        this.receivedNs = new long[maxRecords];
    }

    @Override
    public void onEvent(final RingSlot slot, final long ringSequence, final boolean endOfBatch) {
        if (!batchStarted) {
            batchStarted = true;
            takenNs = clock.nanoTime();
        }
        frame.wrap(slot.buffer(), 0, slot.length(), sink);
        if (chain.isDuplicate(frame)) {
            duplicates.dropped(chain.feedId(frame));
            counters.duplicateDropped();
        } else {
            if (duplicates.pending()) {
                reportDuplicates(slot);
            }
            take(slot.buffer(), slot.length());
            receivedNs[receivedCount++] = slot.receivedNs();
        }
        if (endOfBatch || receivedCount == maxRecords || isFull()) {
            commit();
        }
    }

    /** No event for the longest time between two forces: what was appended last is due. */
    @Override
    public void onTimeout(final long ringSequence) {
        appender.forceIfDue();
        counters.forced(appender.forcedSequence());
    }

    private boolean isFull() {
        return batch.recordCount() >= maxRecords || batch.sizeBytes() >= maxBytes;
    }

    /** Copies the input into the batch under the next sequence and runs it through the handlers. */
    private void take(final DirectBuffer input, final int length) {
        final int offset = batch.claim(length);
        batch.buffer().putBytes(offset, input, 0, length);
        Records.sequence(batch.buffer(), offset, batch.lastSequence());
        chain.onInput(frame);
        Failpoint.MID_BATCH.pass();
    }

    /** The record about dropped duplicates comes before the first input of the feed that was not one. */
    private void reportDuplicates(final RingSlot slot) {
        final int length =
                duplicates.encode(chain.feedId(frame), chain.state().global().clockNs());
        if (length > 0) {
            frame.wrap(duplicates.buffer(), 0, length, sink);
            take(duplicates.buffer(), length);
            frame.wrap(slot.buffer(), 0, slot.length(), sink);
        }
    }

    private void commit() {
        final long computedNs = clock.nanoTime();
        batchStarted = false;
        if (batch.recordCount() > 0) {
            chain.endBatch(batch);
            appender.append(batch);
            final long committedNs = clock.nanoTime();
            chain.state().global().appliedSequence(batch.lastSequence());
            Failpoint.STATE_APPLIED.pass();
            final boolean published = sink.takeUsed()
                    && egress.onCommitted(batch.buffer(), BatchDescriptor.HEADER_BYTES, batch.sizeBytes());
            batch.begin(batch.lastSequence() + 1);
            for (int i = 0; i < receivedCount; i++) {
                latencies.record(Stage.TAKEN, takenNs - receivedNs[i]);
                latencies.record(Stage.COMPUTED, computedNs - receivedNs[i]);
                latencies.record(Stage.COMMITTED, committedNs - receivedNs[i]);
            }
            if (published) {
                final long publishedNs = clock.nanoTime();
                for (int i = 0; i < receivedCount; i++) {
                    latencies.record(Stage.PUBLISHED, publishedNs - receivedNs[i]);
                }
            }
        }
        receivedCount = 0;
        latencies.batchEnd();
        counters.batchCommitted(chain.state().global(), appender.forcedSequence(), ringBacklog.getAsLong());
    }
}
