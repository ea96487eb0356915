package io.millrace.engine.config;

/** How the engine thread waits for the next event. Any thread. */
public enum WaitKind {
    /** Spins, yields, then sleeps in short naps; next to no processor time when idle. */
    SLEEPING,
    /** Spins, then yields; a busy core that gives way to others. */
    YIELDING,
    /** Waits on a condition; least processor time, highest latency. */
    BLOCKING,
    /** Spins without end; needs a core of its own. */
    BUSY_SPIN
}
