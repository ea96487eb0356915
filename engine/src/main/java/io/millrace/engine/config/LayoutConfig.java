package io.millrace.engine.config;

import java.util.Objects;

/**
 * How the work of an engine is laid on threads. Immutable; any thread.
 *
 * @param kind which layout
 * @param pipelined what only the pipelined layout uses
 */
public record LayoutConfig(LayoutKind kind, PipelinedConfig pipelined) {
    public LayoutConfig {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(pipelined, "pipelined");
    }
}
