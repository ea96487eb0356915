package io.millrace.archiver.access.error;

/** The statement does not fit the schema, the language or the rights of the role. */
public abstract sealed class QueryException extends AccessException permits InvalidSqlException, MissingTableException {
    private static final long serialVersionUID = 1L;

    QueryException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
