package io.millrace.engine.recovery;

/** What is left of journal and snapshots does not give the state: one line that names what is missing. */
public final class StateUnrecoverableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateUnrecoverableException(final String message) {
        super(message);
    }
}
