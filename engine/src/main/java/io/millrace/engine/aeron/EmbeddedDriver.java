package io.millrace.engine.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.millrace.engine.config.AeronConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * A media driver in this process, on one thread of its own, with files that nobody else uses and that go with it.
 *
 * <p>Opened and closed by one thread. What a killed process left in its directory is deleted at the start; the lock on the data
 * directory says that no living one uses it.
 */
final class EmbeddedDriver implements AutoCloseable {
    /** The least that Aeron takes; with its default the control file is 46 MiB long. */
    private static final int COUNTERS_BYTES = 1 << 20;

    /** Control file and loss report with that. */
    private static final long CONTROL_BYTES = 13L << 20;

    /** Streams that must find room: the egress and a feed in each direction. */
    private static final int STREAMS = 4;

    private static final int TERMS = 3;

    private final MediaDriver driver;

    private EmbeddedDriver(final MediaDriver driver) {
        this.driver = driver;
    }

    static EmbeddedDriver launch(final AeronConfig config, final Path directory, final ErrorHandler errors) {
        requireRoom(directory, config.termLengthBytes());
        final MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(directory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idleStrategy(config.idle()))
                .ipcTermBufferLength(config.termLengthBytes())
                .publicationTermBufferLength(config.termLengthBytes())
                // Pages are touched when a stream begins, not by the engine's first lap over them.
                .termBufferSparseFile(false)
                .performStorageChecks(true)
                .counterValuesBufferLength(COUNTERS_BYTES)
                .errorHandler(errors);
        try {
            return new EmbeddedDriver(MediaDriver.launch(context));
        } catch (final RuntimeException e) {
            IoUtil.delete(directory.toFile(), true);
            throw new AeronUnavailableException(
                    "the media driver could not be started in " + directory + " (" + e.getMessage()
                            + "); remove that directory, or name another with millrace.engine.aeron.directory",
                    e);
        }
    }

    private static void requireRoom(final Path directory, final int termLengthBytes) {
        final Path parent = directory.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
            requireRoom(parent, Files.getFileStore(parent).getUsableSpace(), termLengthBytes);
        } catch (final IOException e) {
            throw new AeronUnavailableException(
                    "no directory for the media driver at " + parent + " (" + e
                            + "); name another with millrace.engine.aeron.directory",
                    e);
        }
    }

    /** A file system that fills up under a mapped file kills the process, so what will be needed must be there before. */
    static void requireRoom(final Path parent, final long freeBytes, final int termLengthBytes) {
        final long neededBytes = CONTROL_BYTES + (long) STREAMS * TERMS * termLengthBytes;
        if (freeBytes < neededBytes) {
            throw new AeronUnavailableException(
                    "the media driver needs " + (neededBytes >> 20) + " MiB in " + parent + ", free are "
                            + (freeBytes >> 20)
                            + " MiB: give it more (docker run --shm-size=256m), lower millrace.engine.aeron.term-length,"
                            + " or name another place with millrace.engine.aeron.directory",
                    null);
        }
    }

    static IdleStrategy idleStrategy(final AeronConfig.IdleKind kind) {
        return switch (kind) {
            case BACKOFF -> new BackoffIdleStrategy(10, 20, 1_000, 1_000_000);
            case SLEEPING -> new SleepingIdleStrategy(1_000_000);
            case YIELDING -> YieldingIdleStrategy.INSTANCE;
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    @Override
    public void close() {
        driver.close();
    }
}
