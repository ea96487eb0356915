package io.millrace.tools.database;

import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.agrona.concurrent.NanoClock;

/**
 * Who uses one embedded database, told by two lock files that the operating system clears when a process dies.
 *
 * <p>{@code transition.lock} is held while somebody starts, joins, leaves or stops the server. {@code users.lock} is held,
 * shared, by every process that uses it; who can take it alone is the last user and stops the server. So nobody pulls the
 * database from under another command, and a killed owner leaves nothing to clean up.
 *
 * <p>Thread: one at a time. One lease per directory and process, because the locks belong to the process.
 */
final class DatabaseLease implements AutoCloseable {
    private static final long POLL_MS = 20;

    private final Path directory;
    private final Duration timeout;
    private final NanoClock clock = Clocks.monotonic();
    private final FileChannel transitionChannel;
    private final FileChannel usersChannel;
    private FileLock transition;
    private FileLock use;

    private DatabaseLease(Path directory, Duration timeout) throws IOException {
        this.directory = directory;
        this.timeout = timeout;
        this.transitionChannel = open(directory.resolve("transition.lock"));
        try {
            this.usersChannel = open(directory.resolve("users.lock"));
        } catch (IOException failure) {
            transitionChannel.close();
            throw failure;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Takes the transition lock and joins the users. The caller starts or joins the server, then {@link #settle()}s. */
    static DatabaseLease join(Path directory, Duration timeout) throws IOException {
        DatabaseLease lease = new DatabaseLease(directory, timeout);
        try {
            lease.beginTransition();
            lease.use = lease.usersChannel.tryLock(0, Long.MAX_VALUE, true);
            if (lease.use == null) {
                throw new IllegalStateException("users.lock is held although nobody starts or stops: " + directory);
            }
            return lease;
        } catch (OverlappingFileLockException twice) {
            lease.close();
            throw new IllegalStateException("this process has already opened the database in " + directory, twice);
        } catch (IOException | RuntimeException failure) {
            lease.close();
            throw failure;
        }
    }

    /** Takes the transition lock once more, while being a user: to start a server that died. Ends with {@link #settle()}. */
    void beginAgain() throws IOException {
        beginTransition();
    }

    /** Ends the transition; from here on others may join. */
    void settle() throws IOException {
        transition.release();
        transition = null;
    }

    /** Begins to leave. True when no other process uses the database, so that the caller has to stop the server. */
    boolean leave() throws IOException {
        beginTransition();
        use.release();
        use = usersChannel.tryLock(0, Long.MAX_VALUE, false);
        return use != null;
    }

    private void beginTransition() throws IOException {
        long deadline = clock.nanoTime() + timeout.toNanos();
        while (transition == null) {
            transition = transitionChannel.tryLock();
            if (transition == null) {
                if (clock.nanoTime() > deadline) {
                    throw new EmbeddedDatabaseException("another process has been starting or stopping the database in "
                            + directory + " for " + timeout.toSeconds() + " s; look for it with: millrace doctor");
                }
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException(
                    "interrupted while waiting for the database in " + directory, interrupted);
        }
    }

    /** Gives both locks back. */
    @Override
    public void close() throws IOException {
        try (transitionChannel) {
            usersChannel.close();
        }
    }
}
