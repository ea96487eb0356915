package io.millrace.engine.recovery;

/** The state cannot be recovered as it was; one line: what, where, what to do. */
public final class RecoveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecoveryException(final String message) {
        super(message);
    }
}
