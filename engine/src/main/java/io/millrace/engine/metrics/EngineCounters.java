package io.millrace.engine.metrics;

import io.millrace.engine.state.GlobalState;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The engine's side of the counters: written once per batch from the state, never per event.
 *
 * <p>Owned by the thread that commits; no allocation, no lock.
 */
public final class EngineCounters {
    private final AtomicCounter[] counters;
    private long batches;
    private long duplicates;

    public EngineCounters(final AtomicCounter[] counters) {
        this.counters = counters;
    }

    /** Inputs dropped as repeats since the start; whole when the thread that commits has ended. */
    public long duplicates() {
        return duplicates;
    }

    /**
     * Publishes the state as it was after a batch.
     *
     * @param duplicatesDropped inputs dropped as repeats since the start
     */
    public void batchCommitted(
            final GlobalState state, final long duplicatesDropped, final long forcedSequence, final long ringBacklog) {
        batches++;
        duplicates = duplicatesDropped;
        set(EngineCounter.FORCED_SEQUENCE, forcedSequence);
        set(EngineCounter.CLOCK_NS, state.clockNs());
        set(EngineCounter.TRADES, state.trades());
        set(EngineCounter.QUOTES, state.quotes());
        set(EngineCounter.EXTERNAL_BARS, state.externalBars());
        set(EngineCounter.BARS_CLOSED, state.barsClosed());
        set(EngineCounter.SIGNALS, state.signals());
        set(EngineCounter.SIGNALS_BLOCKED, state.blocked());
        set(EngineCounter.INSTRUMENTS, state.instruments());
        set(EngineCounter.DUPLICATES, duplicates);
        set(EngineCounter.BATCHES, batches);
        set(EngineCounter.RING_BACKLOG, ringBacklog);
        set(EngineCounter.LAST_SEQUENCE, state.appliedSequence());
    }

    /** Publishes how far the journal is on disk, when nothing else has changed. */
    public void forced(final long forcedSequence) {
        set(EngineCounter.FORCED_SEQUENCE, forcedSequence);
    }

    /** Publishes what is left of the disk, and whether inputs wait for more. The space guard's thread. */
    public void space(final long leftBytes, final boolean waiting) {
        set(EngineCounter.SPACE_LEFT_BYTES, leftBytes);
        set(EngineCounter.WAITING_FOR_SPACE, waiting ? 1 : 0);
    }

    private void set(final EngineCounter counter, final long value) {
        counters[counter.ordinal()].setRelease(value);
    }
}
