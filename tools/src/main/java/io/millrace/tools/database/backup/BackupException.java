package io.millrace.tools.database.backup;

/** A backup or a restore that cannot be done, in one line: what, where, what to do. */
public class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
