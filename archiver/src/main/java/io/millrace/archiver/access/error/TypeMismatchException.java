package io.millrace.archiver.access.error;

/** A value cannot be taken for its column: not a number, not a UUID, too long, out of the type's range. */
public final class TypeMismatchException extends DataException {
    private static final long serialVersionUID = 1L;

    public TypeMismatchException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
