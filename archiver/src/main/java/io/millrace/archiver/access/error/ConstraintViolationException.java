package io.millrace.archiver.access.error;

/** A unique, foreign key, check or range rule, or a rule in a trigger, refused the row. */
public final class ConstraintViolationException extends TransactionException {
    private static final long serialVersionUID = 1L;

    public ConstraintViolationException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
