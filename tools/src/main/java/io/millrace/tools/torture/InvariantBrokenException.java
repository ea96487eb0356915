package io.millrace.tools.torture;

/** An invariant does not hold: what was found, where, and what was expected. */
public final class InvariantBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    /** @param invariant the promise that was broken */
    public InvariantBrokenException(final Invariant invariant, final String found) {
        super(invariant + " (" + invariant.promise() + "): " + found);
        this.invariant = invariant;
    }

    /** The promise that was broken. */
    public Invariant invariant() {
        return invariant;
    }
}
