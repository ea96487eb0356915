package io.millrace.engine.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The lock of a data directory: an operating-system file lock, held for the engine's life and freed by its death.
 *
 * <p>Taken before anything else is opened. The process id in the file is for people; nothing relies on it.
 */
public final class EngineLock implements AutoCloseable {
    /** Name of the lock file in the data directory. */
    public static final String FILE_NAME = "engine.lock";

    private final FileChannel channel;

    private EngineLock(final FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock or throws {@link EngineLockedException}. */
    public static EngineLock acquire(final Path dataDirectory) {
        final Path file = dataDirectory.resolve(FILE_NAME);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new EngineLockedException(dataDirectory, holder(file).orElse("unknown"));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new EngineLock(channel);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    /** Process id that the lock file names; empty when there is no such file. It may be that of a dead process. */
    public static Optional<String> holder(final Path file) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            return bytes.length == 0
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.US_ASCII).trim());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot free the engine lock", e);
        }
    }
}
