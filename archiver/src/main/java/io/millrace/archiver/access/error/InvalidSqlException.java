package io.millrace.archiver.access.error;

/** The server does not understand the statement, or the role may not run it. */
public final class InvalidSqlException extends QueryException {
    private static final long serialVersionUID = 1L;

    public InvalidSqlException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
