package io.millrace.journal.append;

/** What a committed batch survives. */
public enum Durability {
    /** The death of the process: the batch is in the page cache. */
    PROCESS,
    /** A power cut, up to the last force; forces come by count and time. */
    BATCH,
    /** A power cut: each batch is forced before it counts as committed. */
    EACH
}
