package io.millrace.archiver.access.error;

import io.millrace.archiver.ArchiverException;

/**
 * An operation of the access layer failed; its transaction is rolled back. One of eight kinds in four families, so that a
 * {@code switch} over them is complete. Immutable. Message and context hold no bound value.
 */
public abstract sealed class AccessException extends ArchiverException
        permits ConnectionException, TransactionException, QueryException, DataException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorContext context;

    AccessException(String message, ErrorContext context, Throwable cause) {
        super(message + " (" + context + ")", cause);
        this.context = context;
    }

    /** Where it happened. */
    public ErrorContext context() {
        return context;
    }

    /** True where the same transaction may succeed when it is run again. */
    public boolean isRetryable() {
        return false;
    }
}
