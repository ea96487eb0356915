package io.millrace.engine.aeron;

/** The transport is not there: no media driver, no room for its files. The message is one line that says what to do. */
public final class AeronUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AeronUnavailableException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
