package io.millrace.tools.supervise;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a child may die: so many times within a window, with pauses that double. One thread. Times are ns of a monotonic
 * clock.
 */
final class RestartPolicy {
    private static final int MOST_IN_WINDOW = 5;
    private static final long WINDOW_NS = 120_000_000_000L;
    private static final long FIRST_PAUSE_NS = 250_000_000L;

    private final Deque<Long> deaths = new ArrayDeque<>();

    /** The pause before the next start; -1 when it has died too often. */
    long pauseNsAfterDeath(long nowNs) {
        while (!deaths.isEmpty() && nowNs - deaths.peekFirst() > WINDOW_NS) {
            deaths.removeFirst();
        }
        deaths.addLast(nowNs);
        if (deaths.size() > MOST_IN_WINDOW) {
            return -1;
        }
        return FIRST_PAUSE_NS << (deaths.size() - 1);
    }
}
