package io.millrace.journal.append;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;

/** A wall clock that a test sets; any thread. Opens journals that roll by it. */
public final class SettableClock implements EpochNanoClock {
    /** A roll cycle of one second. */
    public static final String SECONDLY = "TEST_SECONDLY";

    private static final long SECOND_NS = 1_000_000_000L;

    private final AtomicLong nowNs =
            new AtomicLong(Instant.parse("2026-11-20T10:00:00Z").getEpochSecond() * SECOND_NS);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    /** Moves the clock, back too. */
    public void addSeconds(final long seconds) {
        nowNs.addAndGet(seconds * SECOND_NS);
    }

    /** Sets the clock. */
    public void set(final Instant now) {
        nowNs.set(now.getEpochSecond() * SECOND_NS + now.getNano());
    }

    /** Opens a journal that rolls each second of this clock. */
    public JournalAppender openSecondly(final Path directory, final long lastSequence) {
        return JournalAppender.open(directory, SECONDLY, DurabilityPolicy.PROCESS, lastSequence, this);
    }
}
