package io.millrace.engine.handler;

import io.millrace.engine.bar.BarState;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.state.InstrumentState;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.record.Decimals;

/**
 * Turns the last closed bar of an instrument from mantissas into the doubles that indicators and rules compute with.
 *
 * <p>Engine thread; no allocation. The bar is used again for each call.
 */
final class ClosedBarReader {
    private final StateLayout layout;
    private final BarState mantissas = new BarState();
    private final Bar bar = new Bar();

    ClosedBarReader(final StateLayout layout) {
        this.layout = layout;
    }

    Bar read(final InstrumentState instrument, final int interval) {
        mantissas.wrap(instrument.block(), layout.barOffset(interval));
        final int priceExponent = instrument.priceExponent();
        return bar.set(
                mantissas.lastOpenTimeNs(),
                layout.intervalNs(interval),
                Decimals.toDouble(mantissas.lastOpen(), priceExponent),
                Decimals.toDouble(mantissas.lastHigh(), priceExponent),
                Decimals.toDouble(mantissas.lastLow(), priceExponent),
                Decimals.toDouble(mantissas.lastClose(), priceExponent),
                Decimals.toDouble(mantissas.lastVolume(), instrument.quantityExponent()));
    }

    /** Close of the bar read last, as a mantissa. */
    long closeMantissa() {
        return mantissas.lastClose();
    }
}
