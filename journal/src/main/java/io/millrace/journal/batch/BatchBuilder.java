package io.millrace.journal.batch;

import static io.millrace.journal.batch.BatchDescriptor.CRC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.ENGINE_ID_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FIRST_SEQUENCE_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FORMAT_VERSION;
import static io.millrace.journal.batch.BatchDescriptor.FORMAT_VERSION_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.FRAME_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.HEADER_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.JOURNAL_ID_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.MAGIC;
import static io.millrace.journal.batch.BatchDescriptor.MAGIC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.MAX_BATCH_BYTES;
import static io.millrace.journal.batch.BatchDescriptor.PAYLOAD_LENGTH_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.RECORD_COUNT_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.SCHEMA_VERSION_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Collects the records of one batch in memory of its own; nothing reaches the queue before the batch is whole.
 *
 * <p>Owned by the thread that appends. No allocation, except that the buffer doubles when a batch outgrows it. A batch
 * over {@link BatchDescriptor#MAX_BATCH_BYTES} is an error of the caller and throws.
 */
public final class BatchBuilder {
    private final BatchChecksum checksum = new BatchChecksum();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final long journalId;
    private final int engineId;

    private ByteBuffer memory;
    private long firstSequence = 1;
    private int recordCount;
    private int endOffset = HEADER_BYTES;
    private int lastOffset;
    /** Not 0 when a record did not say the sequence of its place while it was still in the cache. */
    private long misplaced;

    public BatchBuilder(final long journalId, final int engineId, final int initialBytes) {
        this.journalId = journalId;
        this.engineId = engineId;
        use(ByteBuffer.allocateDirect(Math.max(initialBytes, HEADER_BYTES + FRAME_BYTES)));
    }

    /** Another empty builder for the same journal, of the size that this one has now. */
    public BatchBuilder another() {
        return new BatchBuilder(journalId, engineId, buffer.capacity());
    }

    /** Starts an empty batch. */
    public void begin(final long firstSequence) {
        this.firstSequence = firstSequence;
        recordCount = 0;
        endOffset = HEADER_BYTES;
        misplaced = 0;
    }

    /**
     * Takes room for a record.
     *
     * @param length bytes of SBE header and body
     * @return offset in {@link #buffer()} where the SBE header goes
     */
    public int claim(final int length) {
        final int offset = endOffset + FRAME_BYTES;
        if (length < Records.MIN_BYTES || length > buffer.capacity() - offset) {
            grow(offset, length);
        }
        lookAtLast();
        buffer.putInt(endOffset, length, LITTLE_ENDIAN);
        endOffset = offset + length;
        lastOffset = offset;
        recordCount++;
        return offset;
    }

    /** The memory that holds the batch; the same object for the builder's life. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Records in the batch so far. */
    public int recordCount() {
        return recordCount;
    }

    /** Bytes of the batch so far, header included. */
    public int sizeBytes() {
        return endOffset;
    }

    /** Sequence of the first record. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Sequence of the last record; one below the first while the batch is empty. */
    public long lastSequence() {
        return firstSequence + recordCount - 1;
    }

    /** Seals the batch and gives its bytes, from 0 to {@link #sizeBytes()}; throws when no reader would take it. */
    public UnsafeBuffer sealed() {
        lookAtLast();
        if (misplaced != 0 || recordCount == 0) {
            requireSequences();
        }
        seal();
        return buffer;
    }

    /** A record is done when the next one is claimed. A walk over the whole batch would fetch it from the second-level cache again. */
    private void lookAtLast() {
        if (recordCount > 0) {
            misplaced |= Records.sequence(buffer, lastOffset) ^ lastSequence();
        }
    }

    private void requireSequences() {
        long expected = firstSequence;
        int at = HEADER_BYTES;
        while (at < endOffset) {
            final int offset = at + FRAME_BYTES;
            final long sequence = Records.sequence(buffer, offset);
            if (sequence != expected) {
                throw new IllegalStateException("record " + (expected - firstSequence) + " of the batch says sequence "
                        + sequence + ", its place is " + expected);
            }
            expected++;
            at = offset + buffer.getInt(at, LITTLE_ENDIAN);
        }
        if (recordCount == 0) {
            throw new IllegalStateException("a batch without records cannot be appended");
        }
    }

    private void seal() {
        buffer.putInt(MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        buffer.putShort(FORMAT_VERSION_OFFSET, (short) FORMAT_VERSION, LITTLE_ENDIAN);
        buffer.putShort(SCHEMA_VERSION_OFFSET, (short) MessageHeaderDecoder.SCHEMA_VERSION, LITTLE_ENDIAN);
        buffer.putInt(RECORD_COUNT_OFFSET, recordCount, LITTLE_ENDIAN);
        buffer.putInt(PAYLOAD_LENGTH_OFFSET, endOffset - HEADER_BYTES, LITTLE_ENDIAN);
        buffer.putLong(FIRST_SEQUENCE_OFFSET, firstSequence, LITTLE_ENDIAN);
        buffer.putLong(JOURNAL_ID_OFFSET, journalId, LITTLE_ENDIAN);
        buffer.putInt(ENGINE_ID_OFFSET, engineId, LITTLE_ENDIAN);
        buffer.putInt(CRC_OFFSET, checksum.compute(memory, endOffset), LITTLE_ENDIAN);
    }

    private void grow(final int offset, final int length) {
        final long neededBytes = (long) offset + length;
        if (length < Records.MIN_BYTES || neededBytes > MAX_BATCH_BYTES) {
            throw new IllegalStateException("a record of " + length + " bytes makes a batch of " + neededBytes
                    + ", a record takes at least " + Records.MIN_BYTES + " and a batch at most " + MAX_BATCH_BYTES
                    + ": configure fewer instruments, bars or indicators for one engine");
        }
        long capacity = buffer.capacity();
        while (capacity < neededBytes) {
            capacity *= 2;
        }
        final ByteBuffer larger = ByteBuffer.allocateDirect((int) Math.min(capacity, MAX_BATCH_BYTES));
        new UnsafeBuffer(larger).putBytes(0, buffer, 0, endOffset);
        use(larger);
    }

    private void use(final ByteBuffer newMemory) {
        memory = newMemory;
        buffer.wrap(memory);
    }
}
