package io.millrace.tools.torture;

/** Is told how a run goes on, by the threads of its lanes, one at a time. */
public interface TortureListener {
    /** Hears nothing. */
    TortureListener NONE = new TortureListener() {};

    /** A round begins; {@code done} of {@code all} have ended. */
    default void begins(final Fault fault, final int round, final long done, final long all) {}

    /** A round has failed. */
    default void failed(final Fault fault, final RoundFailure failure) {}

    /** A fault cannot be run on this machine. */
    default void skipped(final Fault fault, final String obstacle) {}
}
