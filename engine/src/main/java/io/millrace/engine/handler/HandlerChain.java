package io.millrace.engine.handler;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.engine.state.EngineState;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.record.RecordKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * The handlers in their order: what an input does to the state and which outputs it causes, wherever it comes from. The
 * live engine, the boot and every replay run this same chain.
 *
 * <p>One thread at a time; no allocation in steady state.
 */
public final class HandlerChain {
    private static final Set<RecordKind> MADE = EnumSet.of(
            RecordKind.FEED_STATUS,
            RecordKind.BAR_CLOSED,
            RecordKind.INDICATOR_VALUES,
            RecordKind.SIGNAL,
            RecordKind.SIGNAL_BLOCKED);

    private final StreamHandler streams;
    private final BarsHandler bars;
    private final IndicatorsHandler indicators;
    private final RulesHandler rules;
    private final EngineState state;
    private final SnapshotNotes notes;

    public HandlerChain(final EngineConfig config, final EngineState state) {
        this(config, state, new SnapshotNotes());
    }

    /**
     * The handlers of a live engine.
     *
     * @param notes news of snapshots, for the journal
     */
    public HandlerChain(final EngineConfig config, final EngineState state, final SnapshotNotes notes) {
        this.state = state;
        this.notes = notes;
        streams = new StreamHandler(state);
        bars = new BarsHandler(state);
        indicators = new IndicatorsHandler(state);
        rules = new RulesHandler(state, config);
    }

    /** A frame large enough for any input of this configuration. */
    public static EventFrame newFrame(final EngineConfig config) {
        return new EventFrame(config.state().maxInstruments() * config.bars().size());
    }

    /** True for the kinds of output that some handler makes; what the schema has besides, a replay cannot make again. */
    public static boolean makes(final RecordKind kind) {
        return MADE.contains(kind);
    }

    /** True when the input repeats one that was taken; it is then dropped before it is journaled. */
    public boolean isDuplicate(final EventFrame frame) {
        return streams.isDuplicate(frame);
    }

    /** Feed of the input; 0 when it belongs to none. */
    public int feedId(final EventFrame frame) {
        return streams.feedId(frame);
    }

    /** Runs an input through all handlers. */
    public void onInput(final EventFrame frame) {
        streams.onInput(frame);
        bars.onInput(frame);
        if (frame.closedCount() > 0) {
            indicators.onInput(frame);
            rules.onInput(frame);
        }
    }

    /** Adds to a batch, which has its inputs and is about to be closed, what is to be journaled besides. */
    public void endBatch(final BatchBuilder batch) {
        notes.addTo(batch);
    }

    /** The state that the handlers work on. */
    public EngineState state() {
        return state;
    }
}
