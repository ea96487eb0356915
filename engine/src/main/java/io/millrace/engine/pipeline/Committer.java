package io.millrace.engine.pipeline;

import io.millrace.engine.metrics.EngineCounters;
import io.millrace.journal.append.BatchAppender;
import org.agrona.concurrent.NanoClock;

/**
 * Puts batches into the journal, one at a time and whole, and publishes the counters as they were at their end.
 *
 * <p>Owned by the thread that commits: the engine thread, or the journal thread of the pipelined layout. No allocation in
 * steady state. A failure to append goes up; the engine halts.
 */
final class Committer {
    private final BatchAppender appender;
    private final EngineCounters counters;
    private final NanoClock clock;
    private final boolean forcedByTime;
    private long forcedSequence;

    /**
     * A committer.
     *
     * @param forcedByTime whether the journal has to be forced although no event comes
     */
    Committer(
            final BatchAppender appender,
            final EngineCounters counters,
            final NanoClock clock,
            final boolean forcedByTime) {
        this.appender = appender;
        this.counters = counters;
        this.clock = clock;
        this.forcedByTime = forcedByTime;
    }

    /** Appends a batch; one of nothing but repeats has no records and leaves none. */
    void append(final BatchSlot slot) {
        if (slot.batch().recordCount() > 0) {
            appender.append(slot.batch());
        }
        slot.committed(clock.nanoTime());
    }

    /** Publishes the counters as they were at the end of a batch that is committed. */
    void count(final BatchSlot slot) {
        forcedSequence = appender.forcedSequence();
        counters.batchCommitted(slot.counts(), slot.duplicates(), forcedSequence, slot.ringBacklog());
    }

    /** What is to be done while no event waits; one bounded step. */
    void whileIdle() {
        appender.prepareNext();
        if (forcedByTime) {
            appender.forceIfDue();
            if (appender.forcedSequence() != forcedSequence) {
                forcedSequence = appender.forcedSequence();
                counters.forced(forcedSequence);
            }
        }
    }
}
