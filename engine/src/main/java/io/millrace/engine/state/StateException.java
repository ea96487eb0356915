package io.millrace.engine.state;

/** The state cannot be opened or does not fit; one line: what, where, what to do. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateException(final String message) {
        super(message);
    }

    public StateException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
