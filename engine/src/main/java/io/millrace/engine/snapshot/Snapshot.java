package io.millrace.engine.snapshot;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.state.EngineState;

/**
 * A snapshot in memory.
 *
 * @param manifest what it is of
 * @param config the configuration in force at its position
 * @param state the state after its position; belongs to whoever read it
 */
public record Snapshot(SnapshotManifest manifest, EngineConfig config, EngineState state) {}
