package io.millrace.engine.recovery;

import io.millrace.engine.state.EngineState;
import java.util.Optional;

/**
 * What the boot gives to the engine.
 *
 * @param manifest identity of engine and journal
 * @param state the state, in its file, equal to the journal's end
 * @param configKnown true when the journal's newest configuration is the one asked for
 * @param report what the boot has done
 * @param follower a replay at the journal's end, to go on with what the engine will append; empty without snapshots
 */
public record Recovered(
        Manifest manifest, EngineState state, boolean configKnown, BootReport report, Optional<Replay> follower) {}
