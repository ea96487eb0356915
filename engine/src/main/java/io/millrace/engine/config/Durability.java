package io.millrace.engine.config;

/** When the journal is forced to disk. Any thread. */
public enum Durability {
    /** Never by us: survives the death of the process, not the loss of power. */
    PROCESS,
    /** After a time or a number of records, whichever is first. */
    BATCH,
    /** After each batch of the ring. */
    EACH
}
