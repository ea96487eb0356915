package io.millrace.engine.state;

import java.nio.ByteBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Blocks in ordinary off-heap memory: replays, tests and the rebuilding of a state.
 *
 * <p>One thread; allocates a block when its key is new.
 */
public final class MemoryStateStore implements StateStore {
    private final Int2ObjectHashMap<UnsafeBuffer> blocks = new Int2ObjectHashMap<>();
    private final int blockBytes;

    public MemoryStateStore(final int blockBytes) {
        this.blockBytes = blockBytes;
    }

    @Override
    public int blockBytes() {
        return blockBytes;
    }

    @Override
    public UnsafeBuffer find(final int key) {
        return blocks.get(key);
    }

    @Override
    public UnsafeBuffer acquire(final int key) {
        UnsafeBuffer block = blocks.get(key);
        if (block == null) {
            block = new UnsafeBuffer(ByteBuffer.allocateDirect(blockBytes));
            blocks.put(key, block);
        }
        return block;
    }

    @Override
    public void close() {
        blocks.clear();
    }
}
