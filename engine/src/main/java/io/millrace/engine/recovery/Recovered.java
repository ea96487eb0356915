package io.millrace.engine.recovery;

import io.millrace.engine.state.EngineState;

/**
 * What the boot gives to the engine.
 *
 * @param manifest identity of engine and journal
 * @param state the state, in its file, equal to the journal's end
 * @param lastSequence last record in the journal; 0 when it is new
 * @param configKnown true when the journal's newest configuration is the one asked for
 * @param rebuilt true when the state was made from the journal and not taken over
 */
public record Recovered(
        Manifest manifest, EngineState state, long lastSequence, boolean configKnown, boolean rebuilt) {}
