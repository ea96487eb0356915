package io.millrace.engine.config;

import java.util.Objects;

/**
 * How the work of an engine is laid on threads, and how they are readied. Immutable; any thread.
 *
 * @param kind which layout
 * @param pipelined what only the pipelined layout uses
 * @param cpu what the threads are pinned to
 * @param nice nice value of the threads that an event passes, -20 to 0
 * @param warmUpMs longest time to warm up before the first input, ms; 0 for not at all
 */
public record LayoutConfig(LayoutKind kind, PipelinedConfig pipelined, CpuConfig cpu, int nice, int warmUpMs) {
    static final ValueRange NICE = ValueRange.whole(-20, 0);
    static final ValueRange WARM_UP = new ValueRange(ValueRange.Unit.DURATION_MS, 0, 60_000);

    public LayoutConfig {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(pipelined, "pipelined");
        Objects.requireNonNull(cpu, "cpu");
        NICE.require("nice", nice);
        WARM_UP.require("warm-up", warmUpMs);
    }
}
