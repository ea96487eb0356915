package io.millrace.tools.wiring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Retention now and then, beside a supervised engine and its archiver.
 *
 * <p>Has a thread of its own. A failure is told in a line and tried again at the next turn: records stay longer, nothing else.
 */
public final class RetentionTask implements AutoCloseable {
    /** What is done each time; gives a line that is worth telling, or an empty one. */
    @FunctionalInterface
    public interface Turn {
        /** One application. */
        String apply() throws Exception;
    }

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Starts; the first turn comes after one interval. */
    public RetentionTask(long intervalMs, Turn turn, Consumer<String> tell) {
        thread = new Thread(() -> run(intervalMs, turn, tell), "millrace-retention");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(long intervalMs, Turn turn, Consumer<String> tell) {
        try {
            while (!stop.await(intervalMs, TimeUnit.MILLISECONDS)) {
                String line = attempt(turn);
                if (!line.isEmpty()) {
                    tell.accept(line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String attempt(Turn turn) throws InterruptedException {
        try {
            return turn.apply();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return "retention failed, it is tried again: " + e.getMessage();
        }
    }

    /** Waits until a turn that is under way has ended. */
    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
