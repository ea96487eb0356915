package io.millrace.engine.metrics;

/**
 * When the events of the open batch were received. Events that came in together share one time and are kept, and later
 * recorded, as one entry with a count; that is exact, and a burst costs one entry.
 *
 * <p>Owned by the thread that fills the batch, then by the one that commits it. No allocation after construction.
 */
public final class BatchReceipts {
    private final long[] receivedNs;
    private final int[] counts;
    private int entries;
    private int events;

    /** Room for the events of a batch. */
    public BatchReceipts(final int maxEvents) {
        receivedNs = new long[maxEvents];
        counts = new int[maxEvents];
    }

    /** Adds an event that came in at a monotonic time, ns. */
    public void add(final long receivedAtNs) {
        events++;
        if (entries > 0 && receivedNs[entries - 1] == receivedAtNs) {
            counts[entries - 1]++;
        } else {
            receivedNs[entries] = receivedAtNs;
            counts[entries++] = 1;
        }
    }

    /** Events of the batch so far. */
    public int events() {
        return events;
    }

    /** Records for each event how long after its receipt a stage was reached. */
    public void record(final LatencyRecorder latencies, final Stage stage, final long reachedNs) {
        for (int i = 0; i < entries; i++) {
            latencies.record(stage, reachedNs - receivedNs[i], counts[i]);
        }
    }

    /** The next batch begins. */
    public void clear() {
        entries = 0;
        events = 0;
    }
}
