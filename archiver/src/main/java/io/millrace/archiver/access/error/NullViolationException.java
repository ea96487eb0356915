package io.millrace.archiver.access.error;

/** A value is missing where one has to be. */
public final class NullViolationException extends DataException {
    private static final long serialVersionUID = 1L;

    public NullViolationException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
