package io.millrace.benchmarks.floor;

import io.millrace.benchmarks.load.LoadLap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Copies the events of a lap into a mapped file, one directly behind the other: the least that any journal can cost.
 *
 * <p>The calling thread.
 */
public final class MappedCopy {
    private static final int PAGE_BYTES = 4_096;

    private final LoadLap lap;
    private final NanoClock clock;

    public MappedCopy(final LoadLap lap, final NanoClock clock) {
        this.lap = lap;
        this.clock = clock;
    }

    /**
     * Copies into a new file, and gives events per second.
     *
     * @param touched whether each page of the file was written once before, outside of the measured time
     */
    public double run(final Path file, final int events, final boolean touched) {
        final int sizeBytes = sizeBytes(events);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes);
            try {
                final UnsafeBuffer target = new UnsafeBuffer(map);
                if (touched) {
                    touch(target);
                }
                return copy(target, events);
            } finally {
                IoUtil.unmap(map);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot map " + file, e);
        }
    }

    private double copy(final UnsafeBuffer target, final int events) {
        final long startNs = clock.nanoTime();
        int position = 0;
        int next = 0;
        for (int i = 0; i < events; i++) {
            final int length = lap.length(next);
            target.putBytes(position, lap.records(), lap.offset(next), length);
            position += length;
            if (++next == lap.events()) {
                next = 0;
            }
        }
        return events * 1e9 / (clock.nanoTime() - startNs);
    }

    private int sizeBytes(final int events) {
        long bytes = 0;
        for (int i = 0; i < events; i++) {
            bytes += lap.length(i % lap.events());
        }
        return Math.toIntExact(bytes);
    }

    private static void touch(final UnsafeBuffer target) {
        for (int position = 0; position < target.capacity(); position += PAGE_BYTES) {
            target.putByte(position, (byte) 0);
        }
    }
}
