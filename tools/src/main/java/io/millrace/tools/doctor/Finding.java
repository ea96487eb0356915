package io.millrace.tools.doctor;

/**
 * One thing that was looked at. Immutable, any thread.
 *
 * @param check its short name
 * @param detail what was found
 * @param remedy what to do; empty when nothing is to be done
 */
public record Finding(String check, Status status, String detail, String remedy) {
    /** How much it matters. */
    public enum Status {
        OK,
        /** Works, with a disadvantage. */
        WARNING,
        /** Does not work. */
        PROBLEM
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Status.OK, detail, "");
    }

    static Finding warning(String check, String detail, String remedy) {
        return new Finding(check, Status.WARNING, detail, remedy);
    }

    static Finding problem(String check, String detail, String remedy) {
        return new Finding(check, Status.PROBLEM, detail, remedy);
    }
}
