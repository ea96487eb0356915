package io.millrace.archiver.access.error;

/** Another transaction was in the way: a deadlock, a lost serialization race, a lock that was not given in time. */
public final class DeadlockException extends TransactionException {
    private static final long serialVersionUID = 1L;

    public DeadlockException(String message, ErrorContext context, Throwable cause) {
        super(message, context, cause);
    }

    /** The same work may succeed when it is done again from its beginning. */
    @Override
    public boolean isRetryable() {
        return true;
    }
}
