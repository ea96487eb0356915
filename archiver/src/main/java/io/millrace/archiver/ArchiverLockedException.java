package io.millrace.archiver;

/** Another archiver writes the archive of this engine. */
public final class ArchiverLockedException extends ArchiverException {
    private static final long serialVersionUID = 1L;

    public ArchiverLockedException(String message) {
        super(message);
    }
}
