package io.millrace.archiver;

/** The database could not be reached, or did not let us in; the archive position is as it was. */
public final class DatabaseUnavailableException extends ArchiverException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
