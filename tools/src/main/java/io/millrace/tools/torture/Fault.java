package io.millrace.tools.torture;

import java.util.Map;

/**
 * One kind of trouble: a row of the report.
 *
 * <p>Rounds are independent of each other and of their order; a round with the same seed does the same again, as far as
 * processes and their timing allow. One thread runs the rounds of all faults of a lane, one after the other.
 */
public interface Fault {
    /** Faults of one lane may share what they use; those of different lanes run side by side where there are two processors. */
    enum Lane {
        /** Running processes are hurt, and times are measured. */
        LIVE,
        /** Files, lines and calls. */
        OFFLINE
    }

    /** The name in reports and on the command line, such as {@code kill-random}. */
    String name();

    /** What is done, in a few words. */
    String title();

    /** Where it runs. */
    default Lane lane() {
        return Lane.LIVE;
    }

    /** How many rounds {@code effort} wants. */
    int rounds(Effort effort);

    /** Why this machine cannot run the fault (no mount allowed, for one), or null when it can. */
    default String obstacle() {
        return null;
    }

    /**
     * Runs one round in the directory of {@code round}.
     *
     * @throws InvariantBrokenException when an invariant does not hold
     * @throws Exception for all else that goes wrong; it fails the round too
     */
    void round(Round round) throws Exception;

    /**
     * What this fault alone has to tell once its rounds have run, by name, for the report; and where all rounds together are
     * judged.
     *
     * @throws InvariantBrokenException when they break an invariant together
     */
    default Map<String, Object> conclude() {
        return Map.of();
    }
}
