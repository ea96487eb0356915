package io.millrace.engine.recovery;

import java.nio.file.Path;

/** Another process owns the data directory, or the part of it that is wanted. */
public final class EngineLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineLockedException(final String message) {
        super(message);
    }

    public EngineLockedException(final Path dataDirectory, final String processId) {
        super("another engine (process " + processId + ") runs in " + dataDirectory
                + ": stop it, or use another data directory with --data");
    }
}
