package io.millrace.benchmarks.floor;

import io.millrace.benchmarks.load.LoadLap;
import io.millrace.benchmarks.support.LatencyTape;
import org.agrona.concurrent.NanoClock;

/**
 * Appends the events of a lap one excerpt each, as fast as it goes: the floor of the engine's throughput.
 *
 * <p>The calling thread.
 */
public final class AppendLoop {
    private final LoadLap lap;
    private final NanoClock clock;

    public AppendLoop(final LoadLap lap, final NanoClock clock) {
        this.lap = lap;
        this.clock = clock;
    }

    /** Appends so many, and gives events per second. */
    public double run(final Excerpts excerpts, final int events) {
        final long address = lap.records().addressOffset();
        final int lapEvents = lap.events();
        final long startNs = clock.nanoTime();
        int next = 0;
        for (int i = 0; i < events; i++) {
            excerpts.append(address + lap.offset(next), lap.length(next));
            if (++next == lapEvents) {
                next = 0;
            }
        }
        return events * 1e9 / (clock.nanoTime() - startNs);
    }

    /** Appends so many and times each. */
    public LatencyTape timed(final Excerpts excerpts, final int events) {
        final LatencyTape tape = new LatencyTape(events);
        final long address = lap.records().addressOffset();
        for (int i = 0; i < events; i++) {
            final int next = i % lap.events();
            final long startNs = clock.nanoTime();
            excerpts.append(address + lap.offset(next), lap.length(next));
            tape.add(clock.nanoTime() - startNs);
        }
        return tape;
    }
}
