package io.millrace.engine.snapshot;

/** A snapshot cannot be used; the message says why, without naming the file. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SnapshotException(final String message) {
        super(message);
    }

    SnapshotException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
