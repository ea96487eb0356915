package io.millrace.tools.database;

/** The embedded database cannot be had. The message is one line: what, where, what to do. Any thread. */
public final class EmbeddedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure whose message says everything. */
    public EmbeddedDatabaseException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public EmbeddedDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
