package io.millrace.benchmarks.endtoend;

import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.thread.EventPriority;
import java.nio.file.Path;

/**
 * A running engine, whatever becomes of its batches. Owned by the feed thread.
 *
 * <p>{@link #finish} ends it in order and must be called once; {@link #close} then does nothing.
 */
public interface Session extends AutoCloseable {
    /** The door. */
    Ingress ingress();

    /** At which priority its threads run, so that the feed thread can too. */
    EventPriority priority();

    /** Ends the interval of the latency log; intervals that begin at the given time, ms since the epoch, or later hold what comes now. */
    long startLatencyInterval();

    /** Waits for everything that was published, ends the engine, and gives the number of trades and quotes it took. */
    long finish();

    /** Where its latency logs are; whole after {@link #finish}. */
    Path latencyDirectory();

    @Override
    void close();
}
