package io.millrace.tools.cli;

/** The exit codes of every command. */
final class ExitCodes {
    static final int DONE = 0;
    /** The work failed or a check did not hold. */
    static final int FAILED = 1;
    /** Usage or configuration. */
    static final int USAGE = 2;
    /** The data is damaged. */
    static final int DAMAGED = 3;
    /** Already running: somebody holds the lock. */
    static final int LOCKED = 4;
    /** A needed service, such as a database, is not there. */
    static final int SERVICE_MISSING = 5;

    private ExitCodes() {}
}
