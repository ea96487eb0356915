package io.millrace.engine.pipeline;

/** The work of an idle thread has failed; no input is to blame. */
final class IdleWorkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdleWorkException(final Throwable cause) {
        super(cause);
    }
}
