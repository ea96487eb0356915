package io.millrace.archiver;

/** The archive belongs to another journal, or holds more than this one. */
public final class ArchiveMismatchException extends ArchiverException {
    private static final long serialVersionUID = 1L;

    public ArchiveMismatchException(String message) {
        super(message);
    }
}
