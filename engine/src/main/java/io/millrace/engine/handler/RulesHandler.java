package io.millrace.engine.handler;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.rule.RuleOutcome;
import io.millrace.engine.signal.SignalLevels;
import io.millrace.engine.signal.SignalLimits;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.InstrumentState;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.state.StateLayout.RuleSlot;
import io.millrace.journal.codec.BlockReason;

/**
 * Fourth handler: evaluates the rules of each closed bar's interval; a rule that fires makes a signal, or a blocked one
 * when a limit stops it.
 *
 * <p>Engine thread; no allocation. Rules are evaluated in the order of the configuration, so limits that count signals
 * see them in that order.
 */
public final class RulesHandler implements InputHandler {
    private final EngineState state;
    private final StateLayout layout;
    private final ClosedBarReader closedBars;
    private final SignalLimits limits;
    private final SignalLevels[][] levels;
    private final RuleOutcome outcome = new RuleOutcome();
    private final SignalWriter writer;

    public RulesHandler(final EngineState state, final EngineConfig config) {
        this.state = state;
        this.layout = state.layout();
        this.closedBars = new ClosedBarReader(layout);
        this.limits = new SignalLimits(config.limits());
        this.writer = new SignalWriter(config.engineId());
        this.levels = new SignalLevels[layout.intervalCount()][];
        for (int interval = 0; interval < levels.length; interval++) {
            final RuleSlot[] slots = layout.rules(interval);
            levels[interval] = new SignalLevels[slots.length];
            for (int rule = 0; rule < slots.length; rule++) {
                levels[interval][rule] = SignalLevels.of(slots[rule].spec());
            }
        }
    }

    @Override
    public void onInput(final EventFrame frame) {
        final int closedCount = frame.closedCount();
        for (int index = 0; index < closedCount; index++) {
            final int interval = frame.closedInterval(index);
            if (layout.rules(interval).length > 0) {
                evaluate(frame, state.instrument(frame.closedInstrumentId(index)), interval);
            }
        }
    }

    private void evaluate(final EventFrame frame, final InstrumentState instrument, final int interval) {
        final RuleSlot[] slots = layout.rules(interval);
        final Bar bar = closedBars.read(instrument, interval);
        for (int rule = 0; rule < slots.length; rule++) {
            final RuleSlot slot = slots[rule];
            if (slot.rule().evaluate(instrument.block(), slot.offset(), instrument.block(), bar, outcome)) {
                fired(frame, instrument, slot, levels[interval][rule], bar);
            }
        }
    }

    private void fired(
            final EventFrame frame,
            final InstrumentState instrument,
            final RuleSlot slot,
            final SignalLevels level,
            final Bar bar) {
        level.set(outcome.action(), closedBars.closeMantissa(), instrument.priceExponent(), outcome.atr(), bar);
        final double spreadBps = SignalLimits.spreadBps(
                instrument.bidPrice(), instrument.bidQuantity(), instrument.askPrice(), instrument.askQuantity());
        final BlockReason reason = limits.check(
                instrument.block(),
                slot.limitsOffset(),
                layout.limitsOffset(),
                outcome,
                level,
                frame.eventTimeNs(),
                spreadBps);
        if (reason == BlockReason.NONE) {
            writer.signal(frame, instrument.id(), slot.spec().id(), bar, outcome, level);
            state.global().signalMade();
        } else {
            writer.blocked(frame, instrument.id(), slot.spec().id(), bar, outcome, level, reason, limits);
            state.global().signalBlocked();
        }
    }
}
