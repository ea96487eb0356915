package io.millrace.archiver.access.error;

/** A value is not of the kind that its column wants. */
public abstract sealed class DataException extends AccessException
        permits TypeMismatchException, NullViolationException {
    private static final long serialVersionUID = 1L;

    DataException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
