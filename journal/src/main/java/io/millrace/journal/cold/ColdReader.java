package io.millrace.journal.cold;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.batch.BatchDescriptor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the batches of a compressed file in order; whether a batch is good is its reader's question.
 *
 * <p>One thread. Memory of one batch. What cannot be decompressed, or is not what the extent says of the file, is a
 * {@link JournalDamagedException}.
 */
public final class ColdReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ColdFile file;
    private final InputStream in;
    private final CRC32C crc = new CRC32C();
    private final byte[] head = new byte[Long.BYTES + BatchDescriptor.HEADER_BYTES];
    private byte[] payload = new byte[CHUNK_BYTES];
    private final UnsafeBuffer batch = new UnsafeBuffer(0, 0);
    private int sizeBytes;
    private long queueIndex;
    private long lastSequence;
    private long contentBytes;

    /** Opens a file that the extent names. */
    public ColdReader(final Path path, final ColdFile file) {
        this.file = file;
        lastSequence = file.firstSequence() - 1;
        batch.wrap(ByteBuffer.allocateDirect(CHUNK_BYTES));
        InputStream opened = null;
        try {
            opened = Files.newInputStream(path);
            in = new BufferedInputStream(new GZIPInputStream(opened, CHUNK_BYTES), CHUNK_BYTES);
        } catch (final IOException e) {
            closeQuietly(opened, e);
            throw damaged("cannot be opened: " + e);
        }
    }

    /** The compressed file of a journal that the extent names. */
    public static ColdReader open(final Path journalDirectory, final ColdFile file) {
        return new ColdReader(journalDirectory.resolve(file.path()), file);
    }

    /** Reads the next batch; false behind the last one, when all that was read is what the extent says. */
    public boolean next() {
        try {
            final int read = in.readNBytes(head, 0, head.length);
            if (read == 0) {
                requireAll();
                return false;
            }
            if (read < head.length) {
                throw damaged("ends within a batch");
            }
            final ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            queueIndex = header.getLong(0);
            final int payloadBytes = header.getInt(Long.BYTES + BatchDescriptor.PAYLOAD_LENGTH_OFFSET);
            if (payloadBytes <= 0 || payloadBytes > BatchDescriptor.MAX_BATCH_BYTES - BatchDescriptor.HEADER_BYTES) {
                throw damaged("says that a batch has a payload of " + payloadBytes + " bytes");
            }
            readPayload(payloadBytes);
            lastSequence = header.getLong(Long.BYTES + BatchDescriptor.FIRST_SEQUENCE_OFFSET)
                    + header.getInt(Long.BYTES + BatchDescriptor.RECORD_COUNT_OFFSET)
                    - 1;
            return true;
        } catch (final IOException e) {
            throw damaged("cannot be read on: " + e);
        }
    }

    private void readPayload(final int payloadBytes) throws IOException {
        if (payload.length < payloadBytes) {
            payload = new byte[payloadBytes];
        }
        if (in.readNBytes(payload, 0, payloadBytes) < payloadBytes) {
            throw damaged("ends within a batch");
        }
        crc.update(head);
        crc.update(payload, 0, payloadBytes);
        contentBytes += head.length + payloadBytes;
        sizeBytes = BatchDescriptor.HEADER_BYTES + payloadBytes;
        if (batch.capacity() < sizeBytes) {
            batch.wrap(ByteBuffer.allocateDirect(Integer.highestOneBit(sizeBytes) << 1));
        }
        batch.putBytes(0, head, Long.BYTES, BatchDescriptor.HEADER_BYTES);
        batch.putBytes(BatchDescriptor.HEADER_BYTES, payload, 0, payloadBytes);
    }

    private void requireAll() {
        if (contentBytes != file.contentBytes()
                || (int) crc.getValue() != file.contentCrc()
                || lastSequence != file.lastSequence()) {
            throw damaged("does not hold what the extent says of it, sequences " + file.firstSequence() + " to "
                    + file.lastSequence());
        }
    }

    /** The file. */
    public ColdFile file() {
        return file;
    }

    /** The index that the batch had in the queue. */
    public long queueIndex() {
        return queueIndex;
    }

    /** The batch's bytes, from 0 to {@link #sizeBytes}; valid until the next one is read. */
    public UnsafeBuffer batch() {
        return batch;
    }

    /** Bytes of the batch. */
    public int sizeBytes() {
        return sizeBytes;
    }

    private JournalDamagedException damaged(final String detail) {
        return new JournalDamagedException(new JournalDamage(
                JournalDamage.Kind.CHECKSUM,
                lastSequence + 1,
                file.path(),
                queueIndex,
                "the compressed file " + detail));
    }

    private static void closeQuietly(final InputStream stream, final IOException first) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (final IOException e) {
            first.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (final IOException e) {
            throw damaged("cannot be closed: " + e);
        }
    }
}
