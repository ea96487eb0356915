package io.millrace.archiver;

/** The archive cannot be written or read as asked; the message is one line that says what, where and what to do. */
public class ArchiverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchiverException(String message) {
        super(message);
    }

    public ArchiverException(String message, Throwable cause) {
        super(message, cause);
    }
}
