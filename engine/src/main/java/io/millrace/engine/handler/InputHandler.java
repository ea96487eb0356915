package io.millrace.engine.handler;

import io.millrace.engine.event.EventFrame;

/**
 * One step of the work on an input. Called on exactly one thread, once per input, in sequence order.
 *
 * <p>An exception means that the engine must stop; a handler never skips an input because of it.
 */
public interface InputHandler {
    /** Takes an input: changes the state, notes in the frame what later handlers need, writes outputs. */
    void onInput(EventFrame frame);
}
