package io.millrace.journal;

/** The configuration asks for what this journal is not; the message says which key to change. */
public final class JournalConfigurationException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalConfigurationException(final String message) {
        super(message);
    }
}
