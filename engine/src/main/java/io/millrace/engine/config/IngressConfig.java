package io.millrace.engine.config;

import java.util.Objects;

/**
 * How live feeds are taken in. Immutable; any thread.
 *
 * @param whenFull what becomes of a message when the ring is full
 * @param clock where the ticks that close bars come from
 * @param clockDelayMs with {@link TickSource#WALL}: how long after a boundary its tick comes, ms
 * @param maxAheadMs how far ahead of this machine's clock an event time may be, ms
 */
public record IngressConfig(FullAnswer whenFull, TickSource clock, int clockDelayMs, int maxAheadMs) {
    static final ValueRange CLOCK_DELAY = new ValueRange(ValueRange.Unit.DURATION_MS, 0, 60_000);
    static final ValueRange MAX_AHEAD = new ValueRange(ValueRange.Unit.DURATION_MS, 1, 86_400_000);

    /** The answer to a full ring. */
    public enum FullAnswer {
        /** Nothing is taken until there is room; the sender meets back pressure. */
        WAIT,
        /** The message is dropped and counted; a FeedStatus GAP tells how many before the next one. */
        DROP
    }

    /** What moves the timer. */
    public enum TickSource {
        /** The clock of this machine: bars close without trades. */
        WALL,
        /** The times of the events, as with files: for recordings that are sent again. */
        EVENTS
    }

    public IngressConfig {
        Objects.requireNonNull(whenFull, "whenFull");
        Objects.requireNonNull(clock, "clock");
        CLOCK_DELAY.require("clock-delay", clockDelayMs);
        MAX_AHEAD.require("max-ahead", maxAheadMs);
    }
}
