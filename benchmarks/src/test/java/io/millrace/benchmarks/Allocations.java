package io.millrace.benchmarks;

import io.millrace.benchmarks.support.AllocationMeter;

/**
 * Bytes that a piece of code allocates on the calling thread in the best of some rounds: the JVM books bytes of its own on a
 * thread now and then, what the code allocates shows in every round.
 */
public final class Allocations {
    private static final int ROUNDS = 10;

    private Allocations() {}

    /** Runs the code once to warm up, then in rounds. */
    public static long bestOf(final Runnable code) {
        final AllocationMeter meter = AllocationMeter.ofCurrentThread();
        code.run();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            final long before = meter.bytes();
            code.run();
            best = Math.min(best, meter.bytes() - before);
        }
        return best;
    }
}
