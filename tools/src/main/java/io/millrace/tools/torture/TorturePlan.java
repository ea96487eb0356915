package io.millrace.tools.torture;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What of the faults is to be run. Immutable.
 *
 * @param effort how many rounds of each
 * @param seed of the run; each round derives its own
 * @param onlyRound the one round to repeat, or empty for all
 * @param limit no round is begun after this time; rounds of all faults then take turns. Null for no limit
 */
public record TorturePlan(Effort effort, long seed, OptionalInt onlyRound, Duration limit) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Depends on the three and nothing else, so that one round can be repeated without those before it. */
    long seedOf(final String fault, final int round) {
        long seed = mixed(this.seed);
        for (int i = 0; i < fault.length(); i++) {
            seed = mixed(seed ^ fault.charAt(i));
        }
        return mixed(seed + GOLDEN_GAMMA * (round + 1));
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(final long value) {
        long bits = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
