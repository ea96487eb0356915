package io.millrace.archiver.access.connection;

/** Whether the database is there. */
public enum LinkState {
    /** Calls go through. */
    UP,
    /** A call has lost its connection and a probe is under way; calls go through. */
    SUSPECT,
    /** Calls fail at once; probes go on in the background. */
    DOWN,
    /** Closed for good. */
    CLOSED
}
