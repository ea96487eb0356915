package io.millrace.journal;

import java.nio.file.Path;

/** Records were asked for that retention has removed: the journal is not damaged, it begins later. */
public final class JournalTrimmedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long firstSequence;

    public JournalTrimmedException(final Path directory, final long firstSequence, final long wanted) {
        super("the journal in " + directory + " begins at sequence " + firstSequence + ", sequence " + wanted
                + " is asked for: what came before was removed by 'millrace retain'");
        this.firstSequence = firstSequence;
    }

    /** The first record that is there. */
    public long firstSequence() {
        return firstSequence;
    }
}
