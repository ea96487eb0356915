package io.millrace.benchmarks.journal;

import io.millrace.benchmarks.floor.Excerpts;
import io.millrace.benchmarks.support.AllocationMeter;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.benchmarks.support.TradeRecord;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Chronicle Queue alone, a new queue for each iteration with the block size and roll cycle of the journal: the floor. An
 * excerpt is so many records end to end, copied from memory where they stand ready.
 *
 * <p>JMH's thread.
 */
@State(Scope.Thread)
public class BareQueue {
    static final String ROLL_CYCLE = "FAST_HOURLY";

    /** A few times what an iteration writes, because the pages of one iteration are not at once free for the next. */
    static final long WARM_BYTES = 128L << 20;

    /** Records in one excerpt. */
    @Param({"1", "8", "64", "512"})
    public int batchRecords;

    private UnsafeBuffer prepared;
    private ScratchDirectory scratch;
    private Path directory;
    private Excerpts queue;
    private AllocationMeter meter;

    /** Once per trial: the memory that the queue's pages come from. */
    @Setup(Level.Trial)
    public void warm() {
        scratch = ScratchDirectory.create().warmMemory(WARM_BYTES);
        meter = AllocationMeter.ofCurrentThread();
        prepared = TradeRecord.prepare(batchRecords);
    }

    /** A new queue. */
    @Setup(Level.Iteration)
    public void open() {
        directory = scratch.fresh();
        queue = new Excerpts(directory);
    }

    /** Appends records; the number must be a multiple of those in an excerpt. */
    public long append(final int records) {
        final int excerptBytes = batchRecords * TradeRecord.BYTES;
        for (int i = 0; i < records; i += batchRecords) {
            queue.append(prepared.addressOffset(), excerptBytes);
        }
        return queue.lastIndex();
    }

    /** Heap bytes that this thread has allocated. */
    public long allocatedBytes() {
        return meter.bytes();
    }

    /** Deletes the queue. */
    @TearDown(Level.Iteration)
    public void delete() {
        queue.close();
        ScratchDirectory.delete(directory);
    }

    /** Deletes the scratch directory. */
    @TearDown(Level.Trial)
    public void close() {
        scratch.close();
    }
}
