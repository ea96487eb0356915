package io.millrace.engine.state;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the blocks live. Every block has the same size; key 0 is the global block, 1 and up the instruments, -1 and
 * down the pages of the feed table.
 *
 * <p>Engine thread. A block's address never changes while the store is open.
 */
public interface StateStore extends AutoCloseable {
    /** Bytes of a block. */
    int blockBytes();

    /** The block of a key, or null when there is none. */
    UnsafeBuffer find(int key);

    /** The block of a key, made of zeros when there is none. */
    UnsafeBuffer acquire(int key);

    @Override
    void close();
}
