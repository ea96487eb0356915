package io.millrace.archiver.access.error;

/** No connection became free in time, or the server has no slot left. */
public final class PoolExhaustedException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    public PoolExhaustedException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
