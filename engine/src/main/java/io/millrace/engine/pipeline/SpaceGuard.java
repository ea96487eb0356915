package io.millrace.engine.pipeline;

import io.millrace.engine.metrics.EngineCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the door of the engine before the journal's disk is full, and opens it again when there is room.
 *
 * <p>A full disk reaches a mapped file as an error after the fact, or ends the process; so no input is taken while less than a
 * reserve is left. Has a thread of its own that asks the file system; {@link #closed} is for any thread and one read of a field.
 */
public final class SpaceGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceGuard.class);
    /** An engine at full speed writes less than the reserve in this time. */
    private static final long SHORTEST_POLL_MS = 50;

    private static final long LONGEST_POLL_MS = 1_000;

    /** Nobody fills a disk faster than this. */
    private static final long FILL_BYTES_PER_MS = 4L << 20;

    private final Path directory;
    private final long reserveBytes;
    private final long enoughBytes;
    private final LongSupplier usableBytes;
    private final EngineCounters counters;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A guard, which has looked once when this returns.
     *
     * @param directory the data directory, for the messages
     * @param reserveBytes nothing is accepted below this, and again from a quarter more on
     * @param usableBytes asks for what is left
     */
    public SpaceGuard(
            final Path directory,
            final long reserveBytes,
            final LongSupplier usableBytes,
            final EngineCounters counters) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        this.enoughBytes = reserveBytes + reserveBytes / 4;
        this.usableBytes = usableBytes;
        this.counters = counters;
        look();
        thread = new Thread(this::run, "millrace-space");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is left for this process on the disk of a directory. */
    public static LongSupplier spaceOf(final Path directory) {
        final FileStore store;
        try {
            store = Files.getFileStore(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot ask for the space left in " + directory + ": " + e.getMessage(), e);
        }
        return () -> {
            try {
                return store.getUsableSpace();
            } catch (final IOException e) {
                throw new UncheckedIOException(
                        "cannot ask for the space left in " + directory + ": " + e.getMessage(), e);
            }
        };
    }

    /** True while no input may be taken. */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long pollMs = SHORTEST_POLL_MS;
            while (!stop.await(pollMs, TimeUnit.MILLISECONDS)) {
                pollMs = pollMs(look() - reserveBytes);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The further the end is, the more seldom it has to be looked for: each look costs the engine's processors 0.1 ms. */
    static long pollMs(final long roomBytes) {
        return Math.max(SHORTEST_POLL_MS, Math.min(LONGEST_POLL_MS, roomBytes / FILL_BYTES_PER_MS));
    }

    /** Gives what is left. A disk that does not answer is as bad as a full one. */
    private long look() {
        long left;
        try {
            left = usableBytes.getAsLong();
        } catch (final UncheckedIOException e) {
            LOG.error("{}", e.getMessage());
            left = 0;
        }
        if (!closed && left < reserveBytes) {
            closed = true;
            LOG.error(
                    "no input is accepted: {} MiB are left in {}, the reserve is {} MiB; the feeds wait until {} MiB are free",
                    left >> 20,
                    directory,
                    reserveBytes >> 20,
                    enoughBytes >> 20);
        } else if (closed && left >= enoughBytes) {
            closed = false;
            LOG.warn("inputs are accepted again: {} MiB are left in {}", left >> 20, directory);
        }
        counters.space(left, closed);
        return left;
    }
}
