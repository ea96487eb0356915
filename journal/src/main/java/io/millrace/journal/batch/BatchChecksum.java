package io.millrace.journal.batch;

import static io.millrace.journal.batch.BatchDescriptor.CRC_OFFSET;
import static io.millrace.journal.batch.BatchDescriptor.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC32C of a batch that stands in a direct byte buffer.
 *
 * <p>One thread. No allocation after construction.
 */
public final class BatchChecksum {
    private final CRC32C crc = new CRC32C();

    /** The checksum of the header without its own field, and of the payload. Moves position and limit of the buffer. */
    public int compute(final ByteBuffer batch, final int batchBytes) {
        crc.reset();
        batch.limit(CRC_OFFSET).position(0);
        crc.update(batch);
        batch.limit(batchBytes).position(HEADER_BYTES);
        crc.update(batch);
        return (int) crc.getValue();
    }
}
