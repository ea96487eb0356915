package io.millrace.engine.config;

/** Which thread of the pipelined layout sends out. Any thread. */
public enum EgressThread {
    /** One of its own, behind the journal's. */
    OWN,
    /** The journal's, after each append: one thread less. */
    JOURNAL
}
