package io.millrace.engine.pipeline;

/**
 * What a thread does while nothing waits for it: one bounded step at a time, for an event may come at any moment.
 *
 * <p>Called by the waiting thread over and over; no allocation. What it throws ends the engine.
 */
@FunctionalInterface
interface IdleWork {
    /** Nothing is left to do. */
    IdleWork NONE = () -> {};

    /** Takes one step. */
    void step();
}
