package io.millrace.engine.feed.source;

import java.io.Closeable;
import java.io.IOException;

/**
 * The decompressed bytes of one feed file.
 *
 * <p>Feed thread. No allocation in {@link #read} once the source is open. Damage of the compressed form is an end of
 * the stream with a {@link #damage()} to ask for, never an exception: what could be read before it has been handed out.
 */
public interface ByteSource extends Closeable {

    /**
     * Reads at least one byte.
     *
     * @return bytes read, or -1 at the end and at damage
     * @throws IOException when the device fails
     */
    int read(byte[] buffer, int offset, int length) throws IOException;

    /** Known once {@link #read} has returned -1. */
    Damage damage();

    /** One clause on the damage, empty while there is none. */
    String damageDetail();

    /** Bytes taken from the file so far, before decompression. */
    long bytesRead();
}
