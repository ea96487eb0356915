package io.millrace.archiver.run;

import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.sink.Refusals;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one transaction on a thread of its own while the archiver's thread collects the next one.
 *
 * <p>The archiver's thread calls; at most one transaction is on its way, so that they commit in the order of the journal and
 * none begins before the one before is known to be on the server's disk. Nothing is lost by a failure: the archiver
 * drops both and asks the database where to go on.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
    private static final String THREAD = "millrace-archiver-commit";

    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        return thread;
    });

    private Future<List<DeadLetter>> onItsWay;

    /** Begins to write; the one before must have been awaited. */
    void begin(Callable<List<DeadLetter>> transaction) {
        if (onItsWay != null) {
            throw new IllegalStateException("a transaction is on its way");
        }
        onItsWay = writer.submit(transaction);
    }

    /** True while a transaction was begun and not awaited. */
    boolean busy() {
        return onItsWay != null;
    }

    /** True when {@link #await} would not wait. */
    boolean ended() {
        return onItsWay != null && onItsWay.isDone();
    }

    /**
     * Waits for the transaction that is on its way, also where the thread is interrupted: what the server was told to commit
     * cannot be taken back. The wait is as long as the connection's time limit at most.
     *
     * @return what it set aside
     */
    List<DeadLetter> await() throws SQLException, Refusals.TooManyException {
        Future<List<DeadLetter>> awaited = onItsWay;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return awaited.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw causeOf(e);
                }
            }
        } finally {
            onItsWay = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException causeOf(ExecutionException failure) throws SQLException, Refusals.TooManyException {
        Throwable cause = failure.getCause();
        if (cause instanceof SQLException sql) {
            throw sql;
        }
        if (cause instanceof Refusals.TooManyException tooMany) {
            throw tooMany;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Waits for what is on its way, whatever becomes of it; nothing happens where there is none. */
    void finish() {
        if (busy()) {
            try {
                await();
            } catch (SQLException | Refusals.TooManyException | RuntimeException e) {
                LOG.debug("a transaction that nobody waits for any more", e);
            }
        }
    }

    /** Ends the thread; a transaction that is on its way must have been awaited. */
    @Override
    public void close() {
        writer.shutdown();
    }
}
