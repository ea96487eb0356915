package io.millrace.engine.handler;

import io.millrace.engine.event.EventFrame;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.InstrumentState;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.state.StateLayout.IndicatorSlot;
import io.millrace.journal.codec.IndicatorValuesEncoder;
import io.millrace.journal.codec.IndicatorValuesEncoder.ValuesEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * Third handler: gives each closed bar to the indicators of its interval and writes the values of those that are warm.
 *
 * <p>Engine thread; no allocation.
 */
public final class IndicatorsHandler implements InputHandler {
    private static final int FIXED_BYTES =
            MessageHeaderEncoder.ENCODED_LENGTH + IndicatorValuesEncoder.BLOCK_LENGTH + ValuesEncoder.sbeHeaderSize();

    private final EngineState state;
    private final StateLayout layout;
    private final ClosedBarReader closedBars;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final IndicatorValuesEncoder encoder = new IndicatorValuesEncoder();

    public IndicatorsHandler(final EngineState state) {
        this.state = state;
        this.layout = state.layout();
        this.closedBars = new ClosedBarReader(layout);
    }

    @Override
    public void onInput(final EventFrame frame) {
        final int closedCount = frame.closedCount();
        for (int index = 0; index < closedCount; index++) {
            final int interval = frame.closedInterval(index);
            final IndicatorSlot[] slots = layout.indicators(interval);
            if (slots.length > 0) {
                update(frame, state.instrument(frame.closedInstrumentId(index)), interval, slots);
            }
        }
    }

    private void update(
            final EventFrame frame, final InstrumentState instrument, final int interval, final IndicatorSlot[] slots) {
        final MutableDirectBuffer block = instrument.block();
        final Bar bar = closedBars.read(instrument, interval);
        int values = 0;
        for (final IndicatorSlot slot : slots) {
            final Indicator indicator = slot.indicator();
            indicator.update(block, slot.offset(), bar);
            if (indicator.warm(block, slot.offset())) {
                values += indicator.outputCount();
            }
        }
        if (values > 0) {
            write(frame, instrument, bar, slots, values);
        }
    }

    private void write(
            final EventFrame frame,
            final InstrumentState instrument,
            final Bar bar,
            final IndicatorSlot[] slots,
            final int values) {
        final int offset = frame.output().begin(FIXED_BYTES + values * ValuesEncoder.sbeBlockLength());
        final ValuesEncoder group = encoder.wrapAndApplyHeader(frame.output().buffer(), offset, header)
                .eventTimeNs(frame.eventTimeNs())
                .instrumentId(instrument.id())
                .reserved(0)
                .intervalNs(bar.intervalNs())
                .openTimeNs(bar.openTimeNs())
                .valuesCount(values);
        final MutableDirectBuffer block = instrument.block();
        for (final IndicatorSlot slot : slots) {
            final Indicator indicator = slot.indicator();
            if (indicator.warm(block, slot.offset())) {
                final int outputs = indicator.outputCount();
                for (int output = 0; output < outputs; output++) {
                    group.next()
                            .indicatorId(slot.id())
                            .output(output)
                            .value(indicator.output(block, slot.offset(), output));
                }
            }
        }
        frame.output().end();
    }
}
