package io.millrace.engine.state;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Blocks in a Chronicle Map file, bound once and then used as plain memory.
 *
 * <p>Safe without the map's locks only because entries have a constant size and are never removed (so they never
 * move), one process owns the file, and an unclean start deletes it and rebuilds it from the journal. Owned by the
 * engine thread. Full or unreadable: throws.
 */
public final class MapStateStore implements StateStore {
    private final ChronicleMap<Integer, byte[]> map;
    private final Int2ObjectHashMap<UnsafeBuffer> bound = new Int2ObjectHashMap<>();
    private final byte[] zeros;
    private final int maxBlocks;

    private MapStateStore(final ChronicleMap<Integer, byte[]> map, final int blockBytes, final int maxBlocks) {
        this.map = map;
        this.zeros = new byte[blockBytes];
        this.maxBlocks = maxBlocks;
    }

    /** Opens or makes the file. The block size must be the one it was made with. */
    public static MapStateStore open(final Path file, final int blockBytes, final int maxBlocks) {
        try {
            return new MapStateStore(
                    ChronicleMap.of(Integer.class, byte[].class)
                            .name("millrace-state")
                            .entries(maxBlocks)
                            .constantValueSizeBySample(new byte[blockBytes])
                            .checksumEntries(false)
                            .actualSegments(1)
                            // The map's own exit hook would unmap the state under an engine that is still stopping.
                            .skipCloseOnExitHook(true)
                            .createPersistedTo(file.toFile()),
                    blockBytes,
                    maxBlocks);
        } catch (final IOException e) {
            throw new StateException("cannot open the state file " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int blockBytes() {
        return zeros.length;
    }

    @Override
    public UnsafeBuffer find(final int key) {
        final UnsafeBuffer known = bound.get(key);
        if (known != null) {
            return known;
        }
        return map.containsKey(key) ? bind(key) : null;
    }

    @Override
    public UnsafeBuffer acquire(final int key) {
        final UnsafeBuffer known = find(key);
        if (known != null) {
            return known;
        }
        if (map.longSize() >= maxBlocks) {
            throw new StateException("the state holds " + maxBlocks
                    + " blocks, all that it was sized for: raise millrace.engine.state.max-instruments or max-feeds");
        }
        map.put(key, zeros);
        return bind(key);
    }

    @Override
    public void close() {
        bound.clear();
        map.close();
    }

    private UnsafeBuffer bind(final int key) {
        try (ExternalMapQueryContext<Integer, byte[], ?> context = map.queryContext(key)) {
            context.readLock().lock();
            final MapEntry<Integer, byte[]> entry = context.entry();
            final Data<byte[]> value = entry.value();
            final RandomDataInput bytes = value.bytes();
            final UnsafeBuffer block = new UnsafeBuffer(bytes.addressForRead(value.offset()), zeros.length);
            bound.put(key, block);
            return block;
        }
    }
}
