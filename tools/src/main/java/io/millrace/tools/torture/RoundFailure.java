package io.millrace.tools.torture;

import java.nio.file.Path;

/**
 * A round that failed. Immutable.
 *
 * @param round its number; -1 where all rounds together were judged
 * @param seed what repeats it
 * @param invariant the promise that was broken, or null when something else went wrong
 * @param message what was found, one line
 * @param directory what it left, or null
 */
public record RoundFailure(int round, long seed, Invariant invariant, String message, Path directory) {
    /** The number of a judgement over all rounds. */
    public static final int ALL_ROUNDS = -1;

    static RoundFailure of(final int round, final long seed, final Throwable problem, final Path directory) {
        final Invariant invariant = problem instanceof InvariantBrokenException broken ? broken.invariant() : null;
        final String words = invariant != null ? problem.getMessage() : problem.toString();
        return new RoundFailure(round, seed, invariant, words.strip().replaceAll("\\s*\\R\\s*", " "), directory);
    }
}
