package io.millrace.engine.pipeline;

/** The engine thread has stopped because of a failure; the message names the input. */
public final class EngineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineFailedException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
