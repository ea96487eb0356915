package io.millrace.engine.config;

/** On which threads an event is taken, journaled and sent out. The outputs are the same. Any thread. */
public enum LayoutKind {
    /** One thread does it all; the shortest way where cores are few. */
    FUSED,
    /** One thread computes, one journals, one sends out; needs a core for each. */
    PIPELINED
}
