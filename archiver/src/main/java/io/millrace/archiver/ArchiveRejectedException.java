package io.millrace.archiver;

/** The database refuses a record for good; nothing after it is archived until the cause is gone. */
public final class ArchiveRejectedException extends ArchiverException {
    private static final long serialVersionUID = 1L;

    public ArchiveRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
