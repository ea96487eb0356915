package io.millrace.engine.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The lock of a data directory: an operating-system file lock, held for the engine's life and freed by its death.
 *
 * <p>Taken before anything else is opened. The process id in the file is for people; nothing relies on it.
 */
public final class EngineLock implements AutoCloseable {
    /** Name of the lock file in the data directory. */
    public static final String FILE_NAME = "engine.lock";

    /**
     * Directories that engines of this process hold. The system's lock belongs to the process, and closing any descriptor of
     * the file gives it up: a second engine in this process has to be turned away before it opens the file.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private EngineLock(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock or throws {@link EngineLockedException}. */
    public static EngineLock acquire(final Path dataDirectory) {
        return acquire(dataDirectory, FILE_NAME, holder -> new EngineLockedException(dataDirectory, holder));
    }

    /** The same for another purpose: takes a lock file of that name, or throws what is said of its holder. */
    static EngineLock acquire(
            final Path dataDirectory, final String name, final Function<String, EngineLockedException> refusal) {
        final Path file = lockFile(dataDirectory, name);
        if (!HELD_HERE.add(file)) {
            throw refusal.apply(ownProcessId());
        }
        boolean held = false;
        try {
            final EngineLock lock = acquire(file, refusal);
            held = true;
            return lock;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot lock " + file + ": " + e.getMessage(), e);
        } finally {
            if (!held) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static EngineLock acquire(final Path file, final Function<String, EngineLockedException> refusal)
            throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw refusal.apply(read(file).orElse("unknown"));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownProcessId().getBytes(StandardCharsets.US_ASCII)));
            final EngineLock lock = new EngineLock(file, channel);
            channel = null;
            return lock;
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Process id that the lock file names; empty when there is no such file. It may be that of a dead process. */
    public static Optional<String> holder(final Path file) {
        final Path directory = file.toAbsolutePath().getParent();
        return HELD_HERE.contains(lockFile(directory, FILE_NAME)) ? Optional.of(ownProcessId()) : read(file);
    }

    private static Optional<String> read(final Path file) {
        try {
            final String text =
                    Files.readString(file, StandardCharsets.US_ASCII).trim();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /** One name for one file, whatever way leads to the directory. */
    private static Path lockFile(final Path dataDirectory, final String name) {
        try {
            return dataDirectory.toRealPath().resolve(name);
        } catch (final IOException e) {
            return dataDirectory.toAbsolutePath().normalize().resolve(name);
        }
    }

    private static String ownProcessId() {
        return Long.toString(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot free the engine lock", e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
