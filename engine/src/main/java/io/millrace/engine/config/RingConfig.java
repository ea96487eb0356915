package io.millrace.engine.config;

import java.util.Objects;

/**
 * The ring between the feeds and the engine thread. Immutable; any thread.
 *
 * @param size slots; a power of two
 * @param waitKind how the engine thread waits
 */
public record RingConfig(int size, WaitKind waitKind) {
    static final ValueRange SIZE = new ValueRange(ValueRange.Unit.POWER_OF_TWO, 64, 1 << 20);

    public RingConfig {
        SIZE.require("size", size);
        Objects.requireNonNull(waitKind, "waitKind");
    }
}
