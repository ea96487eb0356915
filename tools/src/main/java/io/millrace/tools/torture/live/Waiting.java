package io.millrace.tools.torture.live;

import io.millrace.journal.time.Clocks;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/** Waits with a limit. Any thread; an interrupt ends it. */
final class Waiting {
    private static final NanoClock CLOCK = Clocks.monotonic();

    private Waiting() {}

    /** What may fail while it is asked. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until it holds; throws with {@code what} did not come and what was there instead. */
    static void until(
            final Duration limit, final Condition condition, final String what, final Supplier<String> instead)
            throws Exception {
        final long deadlineNs = CLOCK.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (CLOCK.nanoTime() > deadlineNs) {
                throw new IllegalStateException(
                        what + " did not come within " + limit.toSeconds() + " s; instead: " + instead.get());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Sleeps. */
    static void millis(final long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
