package io.millrace.engine.feed.source;

/** How a compressed stream ended when it did not end well. */
public enum Damage {
    /** It ended as its format says. */
    NONE,
    /** It ended too early: a file cut short. */
    TRUNCATED,
    /** Its bytes contradict its format or its checksum. */
    CORRUPT,
    /** It ended well, and something else follows it. */
    TRAILING
}
