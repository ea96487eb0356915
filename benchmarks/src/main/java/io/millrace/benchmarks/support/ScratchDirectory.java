package io.millrace.benchmarks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A directory for what a benchmark writes: made under the temp folder, or under the one that the environment variable
 * {@value #ENVIRONMENT} names, and deleted on close.
 *
 * <p>One thread; cold. Failures of the file system are thrown.
 */
public final class ScratchDirectory implements AutoCloseable {
    /** Names the folder to measure on, where the temp folder is on another file system than the one in question. */
    public static final String ENVIRONMENT = "MILLRACE_BENCH_DIR";

    private static final int CHUNK_BYTES = 1 << 20;
    private static final long MAX_WARM_BYTES = 1L << 30;

    private final Path root;
    private int made;

    private ScratchDirectory(final Path root) {
        this.root = root;
    }

    /** Makes a directory of its own for the caller. */
    public static ScratchDirectory create() {
        try {
            return new ScratchDirectory(Files.createTempDirectory(parent(), "millrace-bench-"));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make a directory in " + parent(), e);
        }
    }

    /** Where scratch directories are made. */
    public static Path parent() {
        final String named = System.getenv(ENVIRONMENT);
        return Path.of(named == null || named.isEmpty() ? System.getProperty("java.io.tmpdir") : named);
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    /** A path in it that nothing stands at yet. */
    public Path fresh() {
        return root.resolve("run-" + made++);
    }

    /**
     * Writes and deletes a file, so that the memory behind the page cache has been used once: a virtual machine backs
     * memory at its first use, and what writes mapped files would be measured with that.
     */
    public ScratchDirectory warmMemory(final long bytes) {
        delete(reserve(bytes));
        return this;
    }

    /** A file whose deletion gives so many bytes of used memory back to the page cache. */
    public Path reserve(final long bytes) {
        if (bytes > MAX_WARM_BYTES) {
            throw new IllegalArgumentException(bytes + " bytes to warm are more than " + MAX_WARM_BYTES);
        }
        final Path file = fresh();
        final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += CHUNK_BYTES) {
                chunk.clear();
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + bytes + " bytes to " + root, e);
        }
        return file;
    }

    /** Deletes a file, or a directory with all that is in it; nothing happens where there is none. */
    public static void delete(final Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                        throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(final Path directory, final IOException problem)
                        throws IOException {
                    if (problem != null) {
                        throw problem;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    @Override
    public void close() {
        delete(root);
    }
}
