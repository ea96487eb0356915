package io.millrace.archiver.access.error;

/** The server is away, ends, refuses this user, is out of resources, or does not answer in time. */
public final class NetworkFailureException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    public NetworkFailureException(String message, ErrorContext context, Throwable cause) {
        this(message, context, cause, false);
    }

    public NetworkFailureException(String message, ErrorContext context, Throwable cause, boolean outcomeUnknown) {
        super(message, context, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** True where the link was lost while a commit was under way: it may have happened. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
