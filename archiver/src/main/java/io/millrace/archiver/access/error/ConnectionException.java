package io.millrace.archiver.access.error;

/** The database could not be asked, or did not answer: nothing is wrong with what was asked. */
public abstract sealed class ConnectionException extends AccessException
        permits PoolExhaustedException, NetworkFailureException {
    private static final long serialVersionUID = 1L;

    ConnectionException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
