package io.millrace.engine.recovery;

import java.nio.file.Path;

/** Another engine owns the data directory. */
public final class EngineLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineLockedException(final Path dataDirectory, final String processId) {
        super("another engine (process " + processId + ") runs in " + dataDirectory
                + ": stop it, or use another data directory with --data");
    }
}
