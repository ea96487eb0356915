package io.millrace.benchmarks.support;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Allocation of the measured loop alone, for benchmarks that open and close files around it: JMH's own profiler counts
 * those too. JMH sets the fields to zero before each iteration and sums them up over the run.
 *
 * <p>JMH's thread.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class HotPathCounters {
    /** Heap bytes that the threads of the hot path allocated between start and end of the loop. */
    public long allocatedBytes;

    /** Operations in the loop. */
    public long operations;
}
