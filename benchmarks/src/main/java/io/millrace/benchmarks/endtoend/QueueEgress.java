package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.load.OpenLoop;
import io.millrace.engine.egress.Egress;
import io.millrace.engine.egress.WantedRecords;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Hands signals and closed bars to a queue in memory: what publishing costs at the least.
 *
 * <p>Filled by the engine thread, emptied by the feed thread. No allocation; what finds the queue full is counted and lost.
 */
final class QueueEgress implements Egress {
    private static final int QUEUE_BYTES = 1 << 20;

    private final OneToOneRingBuffer queue = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(QUEUE_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final MessageHandler counter = (type, buffer, index, length) -> count();
    private long taken;
    private long lost;

    @Override
    public long templateIds() {
        return 1L << RecordKind.BAR_CLOSED.templateId() | 1L << RecordKind.SIGNAL.templateId();
    }

    @Override
    public boolean onCommitted(final DirectBuffer batch, final WantedRecords records) {
        boolean published = false;
        for (int i = 0; i < records.count(); i++) {
            final int record = records.offset(i);
            final int length = batch.getInt(record - BatchDescriptor.FRAME_BYTES, ByteOrder.LITTLE_ENDIAN);
            if (queue.write(Records.templateId(batch, record), batch, record, length)) {
                published = true;
            } else {
                lost++;
            }
        }
        return published;
    }

    /** The target, with the queue emptied whenever nothing is due. */
    OpenLoop.Target drainedBetween(final OpenLoop.Target target) {
        return new OpenLoop.Target() {
            @Override
            public long nextDueNs() {
                return target.nextDueNs();
            }

            @Override
            public void send(final long dueNs) {
                target.send(dueNs);
            }

            @Override
            public void idle() {
                queue.read(counter);
            }
        };
    }

    /** Records that the feed thread has taken out. */
    long taken() {
        return taken;
    }

    /** Records that found the queue full; to be read when the engine has ended. */
    long lost() {
        return lost;
    }

    private void count() {
        taken++;
    }
}
