package io.millrace.engine.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in a mapped file, in Agrona's layout behind a small header.
 *
 * <pre>
 *   0  magic int32 | 4 version int32 | 8 process id int64 | 16 start time ns int64 | 64 metadata ... | values ...
 * </pre>
 *
 * One process writes; any may read, also after the writer died. Made new at each start.
 */
public final class CountersFile implements AutoCloseable {
    private static final int MAGIC = 0x4D52434E;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 64;
    private static final int MAX_COUNTERS = 64;
    private static final int VALUES_BYTES = MAX_COUNTERS * CountersReader.COUNTER_LENGTH;
    private static final int METADATA_BYTES = MAX_COUNTERS * CountersReader.METADATA_LENGTH;
    private static final int FILE_BYTES = HEADER_BYTES + METADATA_BYTES + VALUES_BYTES;

    private final MappedByteBuffer file;
    private final UnsafeBuffer header;
    private final UnsafeBuffer metadata;
    private final UnsafeBuffer values;

    private CountersFile(final MappedByteBuffer file) {
        this.file = file;
        header = new UnsafeBuffer(file, 0, HEADER_BYTES);
        metadata = new UnsafeBuffer(file, HEADER_BYTES, METADATA_BYTES);
        values = new UnsafeBuffer(file, HEADER_BYTES + METADATA_BYTES, VALUES_BYTES);
    }

    /** Makes the file anew. */
    public static CountersFile create(final Path path, final long processId, final long startTimeNs) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot replace " + path, e);
        }
        final CountersFile counters = new CountersFile(IoUtil.mapNewFile(path.toFile(), FILE_BYTES));
        counters.header.putInt(4, VERSION);
        counters.header.putLong(8, processId);
        counters.header.putLong(16, startTimeNs);
        counters.header.putIntRelease(0, MAGIC);
        return counters;
    }

    /** Opens for reading; fails with one line when there is none or it is of another kind. */
    public static CountersFile read(final Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException("no counters in " + path + ": no engine has run there yet");
        }
        final MappedByteBuffer file = map(path);
        final CountersFile counters = new CountersFile(file);
        if (counters.header.getInt(0) != MAGIC || counters.header.getInt(4) != VERSION) {
            counters.close();
            throw new IllegalStateException(path + " is not a counters file of this version");
        }
        return counters;
    }

    private static MappedByteBuffer map(final Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() < FILE_BYTES) {
                throw new IllegalStateException(path + " is not a counters file of this version");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, FILE_BYTES);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Takes up all counters of an engine, in the order of the enumeration. */
    public AtomicCounter[] allocate() {
        final CountersManager manager = new CountersManager(metadata, values);
        final AtomicCounter[] counters = new AtomicCounter[EngineCounter.values().length];
        for (final EngineCounter counter : EngineCounter.values()) {
            counters[counter.ordinal()] = manager.newCounter(counter.label(), counter.ordinal() + 1);
        }
        return counters;
    }

    /** Value of a counter now. */
    public long value(final EngineCounter counter) {
        return new CountersReader(metadata, values).getCounterValue(counter.ordinal());
    }

    /** Process that made the file. */
    public long processId() {
        return header.getLong(8);
    }

    /** When it was made, ns since the epoch. */
    public long startTimeNs() {
        return header.getLong(16);
    }

    @Override
    public void close() {
        IoUtil.unmap(file);
    }
}
