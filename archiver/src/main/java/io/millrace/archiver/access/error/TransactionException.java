package io.millrace.archiver.access.error;

/** The database did not let the change happen. */
public abstract sealed class TransactionException extends AccessException
        permits ConstraintViolationException, DeadlockException {
    private static final long serialVersionUID = 1L;

    TransactionException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }
}
