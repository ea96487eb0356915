package io.millrace.benchmarks.aeron;

import org.HdrHistogram.Histogram;

/**
 * Latencies of one run over IPC, ns.
 *
 * @param all of every message, from the moment at which its batch or burst was complete
 * @param first of the first message of each batch or burst, which waits for no other
 */
record IpcLatencies(Histogram all, Histogram first) {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    IpcLatencies() {
        this(new Histogram(HIGHEST_NS, DIGITS), new Histogram(HIGHEST_NS, DIGITS));
    }

    void record(final long latencyNs, final boolean isFirst) {
        all.recordValue(latencyNs);
        if (isFirst) {
            first.recordValue(latencyNs);
        }
    }
}
