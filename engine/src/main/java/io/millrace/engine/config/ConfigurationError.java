package io.millrace.engine.config;

/** A mistake of the user in configuration or usage: one line that says what, where and what to do. */
public final class ConfigurationError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationError(String oneLine) {
        super(oneLine);
    }
}
