package io.millrace.engine.config;

/**
 * The configuration cannot be used. The message is one line for the user: key, value, what is allowed, file and line number.
 * Any thread.
 */
public final class ConfigurationError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Wraps a one-line message. */
    public ConfigurationError(String message) {
        super(message);
    }

    ConfigurationError(String message, Throwable cause) {
        super(message, cause);
    }
}
