package io.millrace.tools.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was added, newest first. One thread. */
final class Cleanup implements AutoCloseable {
    private final Deque<Shutdown.Registration> parts = new ArrayDeque<>();

    void add(Shutdown.Registration part) {
        parts.push(part);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
