package io.millrace.tools.cli;

/** A failure that the user can mend: one line with what, where and what to do, and the exit code. Any thread. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static UserError usage(String message) {
        return new UserError(ExitCodes.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
