package io.millrace.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What happens on SIGINT, SIGTERM and SIGHUP.
 *
 * <p>A command that can end early registers {@link #onStop}: the first signal calls that, and the command goes on to its orderly
 * end, reports and exits as always. A command that cannot is cut off, after everything registered with {@link #onAbort} has
 * been closed, newest first. So is a command that takes longer than a minute to stop, and any at the second signal.
 *
 * <p>Threads: registrations from the main thread, the rest from a thread of the JVM's.
 */
final class Shutdown {
    /** Hidden option of commands that run as children. */
    static final String STOP_AT_EOF = "--stop-at-eof";

    private static final long PATIENCE_SECONDS = 60;
    private static final int SIGNAL_EXIT_CODES = 128;
    private static final int TERMINATE = 15;

    private final Deque<Registration> abortActions = new ArrayDeque<>();
    private Runnable stopAction;
    private boolean requested;
    private boolean supervised;

    /** A registration, taken back by closing it. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Makes the signals of this process do as said above. Once per process. */
    void install() {
        Signals.handle(this::onSignal);
    }

    /**
     * For a supervised process: the end of the stream works like SIGTERM, because it ends when the process at its other side
     * does, however that dies. A Ctrl-C goes to all processes of a terminal and is left to the supervisor.
     */
    void stopAtEndOf(InputStream stream) {
        synchronized (this) {
            supervised = true;
        }
        daemon("stop-at-eof", () -> awaitEnd(stream));
    }

    private void awaitEnd(InputStream stream) {
        try {
            while (stream.read() >= 0) {
                // Nobody has anything to say here.
            }
        } catch (IOException broken) {
            // As good as its end.
        }
        onSignal(TERMINATE);
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

    private void onSignal(int number) {
        Runnable action;
        synchronized (this) {
            if (supervised && (number != TERMINATE || requested)) {
                // The supervisor sends SIGTERM and closes the pipe, in any order; it has its own patience.
                return;
            }
            action = requested ? null : stopAction;
            requested = true;
        }
        if (action == null) {
            abort(number);
            return;
        }
        daemon("shutdown-patience", () -> {
            try {
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            abort(number);
        });
        action.run();
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the process without its shutdown hooks, which would unmap memory that other threads still use. */
    private void abort(int number) {
        while (true) {
            Registration next;
            synchronized (abortActions) {
                next = abortActions.poll();
            }
            if (next == null) {
                break;
            }
            try {
                next.close();
            } catch (RuntimeException ignored) {
                // The process ends anyway, and the next action must still have its turn.
            }
        }
        Runtime.getRuntime().halt(SIGNAL_EXIT_CODES + number);
    }
}
