package io.millrace.tools.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on SIGINT, SIGTERM and SIGHUP.
 *
 * <p>A command that can end early registers {@link #onStop}: the signal calls that, and the process waits until the command
 * has closed everything, has reported, and has given its exit code. A command that cannot is cut off, after everything
 * registered with {@link #onAbort} has been closed, newest first.
 *
 * <p>Threads: registrations from the main thread, the rest from the shutdown hook.
 */
final class Shutdown {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Deque<Registration> abortActions = new ArrayDeque<>();
    private Runnable stopAction;
    private boolean requested;
    private int exitCode = ExitCodes.FAILED;

    /** A registration, taken back by closing it. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Makes the signals of this process do as said above. Once per process. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
    }

    /** Called once when the process is asked to stop; at once when it has been already. The action must not block. */
    Registration onStop(Runnable action) {
        boolean now;
        synchronized (this) {
            stopAction = action;
            now = requested;
        }
        if (now) {
            action.run();
        }
        return () -> clearStop(action);
    }

    private synchronized void clearStop(Runnable action) {
        if (stopAction == action) {
            stopAction = null;
        }
    }

    /** Called when the process is cut off: for what must not be left running outside, such as a database server. */
    Registration onAbort(Runnable action) {
        Registration registration = action::run;
        synchronized (abortActions) {
            abortActions.push(registration);
        }
        return () -> {
            synchronized (abortActions) {
                abortActions.remove(registration);
            }
        };
    }

    /** The command is over; a shutdown that waits for it goes on with this exit code. */
    synchronized void finish(int code) {
        exitCode = code;
        finished.countDown();
    }

    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        Runnable action;
        synchronized (this) {
            requested = true;
            action = stopAction;
        }
        if (action == null) {
            abort();
            return;
        }
        action.run();
        try {
            if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // The only way to leave a JVM that a signal is ending with the code that the command gave.
                Runtime.getRuntime().halt(exitCode());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        abort();
    }

    private synchronized int exitCode() {
        return exitCode;
    }

    private void abort() {
        while (true) {
            Registration next;
            synchronized (abortActions) {
                next = abortActions.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (RuntimeException ignored) {
                // The process ends anyway, and the next action must still have its turn.
            }
        }
    }
}
