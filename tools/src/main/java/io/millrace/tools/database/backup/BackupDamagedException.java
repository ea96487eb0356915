package io.millrace.tools.database.backup;

/** A backup file that is not what was once written. */
public final class BackupDamagedException extends BackupException {
    private static final long serialVersionUID = 1L;

    BackupDamagedException(String message) {
        super(message);
    }

    BackupDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
