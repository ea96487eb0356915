package io.millrace.benchmarks.journal;

import io.millrace.benchmarks.support.AllocationMeter;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.record.Records;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A journal of its own for each iteration, written as the engine does: copy into the batch, set the sequence, append when
 * the batch is full.
 *
 * <p>JMH's thread; {@link #append} allocates nothing in steady state.
 */
@State(Scope.Thread)
public class JournalUnderTest {
    private static final int PREPARED = 512;
    private static final int BATCH_BUFFER_BYTES = 256 << 10;

    /** Records in one batch, and so in one excerpt. */
    @Param({"1", "8", "64", "512"})
    public int batchRecords;

    private final UnsafeBuffer prepared = TradeRecord.prepare(PREPARED);
    private ScratchDirectory scratch;
    private Path directory;
    private JournalAppender appender;
    private BatchBuilder batch;
    private AllocationMeter meter;

    /** Once per trial: the memory that the queue's pages come from. */
    @Setup(Level.Trial)
    public void warm() {
        scratch = ScratchDirectory.create().warmMemory(BareQueue.WARM_BYTES);
        meter = AllocationMeter.ofCurrentThread();
    }

    /** A new journal. */
    @Setup(Level.Iteration)
    public void open() {
        directory = scratch.fresh();
        appender = JournalAppender.open(directory, BareQueue.ROLL_CYCLE, DurabilityPolicy.PROCESS, 0);
        batch = new BatchBuilder(1L, 1, BATCH_BUFFER_BYTES);
        batch.begin(1);
    }

    /** Appends records in full batches; the number must be a multiple of the batch size. */
    public long append(final int records) {
        long lastIndex = 0;
        for (int i = 0; i < records; i++) {
            final int offset = batch.claim(TradeRecord.BYTES);
            batch.buffer().putBytes(offset, prepared, (i & (PREPARED - 1)) * TradeRecord.BYTES, TradeRecord.BYTES);
            Records.sequence(batch.buffer(), offset, batch.lastSequence());
            if (batch.recordCount() == batchRecords) {
                lastIndex = appender.append(batch);
                batch.begin(batch.lastSequence() + 1);
            }
        }
        return lastIndex;
    }

    /** Sequence of the last record appended. */
    public long lastSequence() {
        return appender.lastSequence();
    }

    /** Heap bytes that this thread has allocated. */
    public long allocatedBytes() {
        return meter.bytes();
    }

    /** Deletes the journal. */
    @TearDown(Level.Iteration)
    public void delete() {
        appender.close();
        ScratchDirectory.delete(directory);
    }

    /** Deletes the scratch directory. */
    @TearDown(Level.Trial)
    public void close() {
        scratch.close();
    }
}
