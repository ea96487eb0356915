package io.millrace.journal;

import java.nio.file.Path;

/** There is no journal where one was expected. */
public final class JournalMissingException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalMissingException(final Path directory) {
        super("no journal in " + directory + ": run the engine first, or name the right data directory with --data");
    }
}
