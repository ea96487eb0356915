package io.millrace.benchmarks.engine;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts journal records where one operation is a whole journal; JMH reports them by time, as it does operations. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class RecordRate {
    /** Records that came by. */
    public long records;
}
