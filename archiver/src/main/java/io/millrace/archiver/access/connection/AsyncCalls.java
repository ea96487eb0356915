package io.millrace.archiver.access.connection;

import io.millrace.archiver.access.error.ErrorContext;
import io.millrace.archiver.access.error.PoolExhaustedException;
import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.access.operation.OperationType;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs work against the database on threads of its own, so that the caller's never waits. Any thread.
 *
 * <p>Bounded on both sides: as many threads as the pool has connections, and a queue; what does not fit fails at once.
 */
public final class AsyncCalls implements AutoCloseable {
    private static final Operation SUBMIT = new Operation("AsyncCalls", "submit", OperationType.CONNECT);
    private static final long IDLE_S = 30;
    private static final long CLOSE_PATIENCE_S = 10;

    private final ThreadPoolExecutor threads;

    /**
     * Threads for a connection.
     *
     * @param threadCount work at once; no more than the pool has connections
     * @param queueLimit work that waits
     */
    public AsyncCalls(int threadCount, int queueLimit) {
        threads = new ThreadPoolExecutor(
                threadCount, threadCount, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueLimit), work -> {
                    Thread thread = new Thread(work, "millrace-access-call");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs work, such as a call of a repository; the result holds what it gave or threw. Returns at once. */
    public <T> CompletableFuture<T> submit(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new PoolExhaustedException(
                    threads.isShutdown() ? "the access layer is closed" : "too many calls wait for the database",
                    ErrorContext.of(SUBMIT),
                    e));
        }
    }

    /** Takes no more work and waits some seconds for what runs. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_PATIENCE_S, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
