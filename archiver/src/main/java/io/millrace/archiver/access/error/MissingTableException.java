package io.millrace.archiver.access.error;

/** A table or view is not there: the schema is older than this program, or another one. */
public final class MissingTableException extends QueryException {
    private static final long serialVersionUID = 1L;

    public MissingTableException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
