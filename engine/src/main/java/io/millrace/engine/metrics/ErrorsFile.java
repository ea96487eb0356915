package io.millrace.engine.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * Failures of an engine in a mapped file that outlives it; the file of the run before is kept beside it.
 *
 * <p>Made at start; written by the engine thread when it fails.
 */
public final class ErrorsFile implements AutoCloseable {
    private static final int FILE_BYTES = 1 << 20;

    private final MappedByteBuffer file;
    private final DistinctErrorLog log;

    public ErrorsFile(final Path path, final EpochClock clock) {
        try {
            if (Files.exists(path)) {
                Files.move(
                        path,
                        path.resolveSibling(path.getFileName() + ".previous"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot set " + path + " aside: " + e.getMessage(), e);
        }
        file = IoUtil.mapNewFile(path.toFile(), FILE_BYTES);
        log = new DistinctErrorLog(new UnsafeBuffer(file), clock);
    }

    /** Where failures go. */
    public DistinctErrorLog log() {
        return log;
    }

    @Override
    public void close() {
        IoUtil.unmap(file);
    }
}
