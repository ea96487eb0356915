package io.millrace.tools.torture;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must not outlive this process although it is not part of it: servers, mounted file systems. Any thread.
 *
 * <p>Whoever makes such a thing adds how to end it and takes that back when it has ended it; whoever cuts the process off
 * closes the rest, newest first. Ending a thing twice must do no harm.
 */
public final class Leftovers implements AutoCloseable {
    private final Deque<AutoCloseable> things = new ArrayDeque<>();

    /** Notes a thing. */
    public synchronized void add(final AutoCloseable thing) {
        things.push(thing);
    }

    /** Takes it back. */
    public synchronized void remove(final AutoCloseable thing) {
        things.remove(thing);
    }

    /** Ends all that is left; the first failure is thrown when all have had their turn. */
    @Override
    public void close() {
        IllegalStateException first = null;
        for (AutoCloseable next = next(); next != null; next = next()) {
            try {
                next.close();
            } catch (final Exception e) {
                if (first == null) {
                    first = new IllegalStateException("something may be left behind: " + e.getMessage(), e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized AutoCloseable next() {
        return things.poll();
    }
}
