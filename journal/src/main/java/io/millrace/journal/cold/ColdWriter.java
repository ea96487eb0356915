package io.millrace.journal.cold;

import io.millrace.journal.batch.BatchDescriptor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.agrona.DirectBuffer;

/**
 * Writes batches into one compressed file: for each the queue's index, 8 bytes little-endian, then its bytes as they are.
 *
 * <p>One thread. The file is whole and on disk when {@link #finish} returns.
 */
public final class ColdWriter implements AutoCloseable {
    /** As small as gzip makes it costs 4 times the time for a tenth less. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(final OutputStream out) throws IOException {
            super(out, CHUNK_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final int CHUNK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final FastGzip out;
    private final CRC32C crc = new CRC32C();
    private final byte[] index = new byte[Long.BYTES];
    private byte[] bytes = new byte[CHUNK_BYTES];
    private long firstSequence;
    private long lastSequence;
    private long batches;
    private long contentBytes;

    /** Begins a file, over one that a death has left there. */
    public ColdWriter(final Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        out = new FastGzip(new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK_BYTES));
    }

    /** Adds a batch. */
    public void add(final long queueIndex, final DirectBuffer batch, final int sizeBytes) throws IOException {
        if (batches++ == 0) {
            firstSequence = batch.getLong(BatchDescriptor.FIRST_SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        }
        lastSequence = batch.getLong(BatchDescriptor.FIRST_SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN)
                + batch.getInt(BatchDescriptor.RECORD_COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN)
                - 1;
        if (bytes.length < sizeBytes) {
            bytes = new byte[sizeBytes];
        }
        batch.getBytes(0, bytes, 0, sizeBytes);
        ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN).putLong(queueIndex);
        write(index, index.length);
        write(bytes, sizeBytes);
    }

    private void write(final byte[] content, final int length) throws IOException {
        crc.update(content, 0, length);
        contentBytes += length;
        out.write(content, 0, length);
    }

    /** Ends the file, forces it, and says what it is. */
    public ColdFile finish(final String name, final long endMs) throws IOException {
        out.finish();
        out.flush();
        channel.force(true);
        return new ColdFile(name, firstSequence, lastSequence, endMs, batches, contentBytes, (int) crc.getValue());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
