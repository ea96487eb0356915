package io.millrace.engine.handler;

import io.millrace.engine.bar.BarState;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.InstrumentState;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.codec.ClockAdvancedDecoder;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.TradeDecoder;
import org.agrona.MutableDirectBuffer;

/**
 * Second handler: builds bars of all intervals from trades or from a venue's bars, and closes them by event time.
 *
 * <p>Engine thread; no allocation. Bars begin at multiples of their length since the epoch; an interval without trades has
 * no bar. A bar closes when a trade of a later bar of its instrument comes or when ClockAdvanced reaches its end.
 *
 * <p>A trade that is older than the bar that is open counts in no bar of that interval; one that is late but still inside
 * the open bar counts. Once an instrument has had a venue bar, the venue's bars replace those from trades in that interval
 * and in all longer ones. A venue bar of the configured interval closes at once (a late one too, so that the history is
 * whole, but indicators take it no more); longer ones are built from it and close when their last part is there. Venue
 * bars of a second interval of the same instrument are journaled and not used.
 */
public final class BarsHandler implements InputHandler {
    private final EngineState state;
    private final StateLayout layout;
    private final int intervalCount;
    private final BarState bar = new BarState();
    private final BarClosedWriter writer = new BarClosedWriter();
    private ExternalBarDecoder external;

    public BarsHandler(final EngineState state) {
        this.state = state;
        this.layout = state.layout();
        this.intervalCount = layout.intervalCount();
    }

    @Override
    public void onInput(final EventFrame frame) {
        switch (frame.templateId()) {
            case TradeDecoder.TEMPLATE_ID -> onTrade(frame);
            case ExternalBarDecoder.TEMPLATE_ID -> onExternalBar(frame);
            case ClockAdvancedDecoder.TEMPLATE_ID -> onClock(frame);
            default -> {}
        }
    }

    private void onTrade(final EventFrame frame) {
        final TradeDecoder trade = frame.trade();
        final InstrumentState instrument = state.instrument(trade.instrumentId());
        final MutableDirectBuffer block = instrument.block();
        final long timeNs = frame.eventTimeNs();
        final long price = trade.price();
        final long quantity = trade.quantity();
        final long venueIntervalNs = instrument.barIntervalNs();
        for (int interval = 0; interval < intervalCount; interval++) {
            final long intervalNs = layout.intervalNs(interval);
            if (venueIntervalNs != 0 && intervalNs >= venueIntervalNs) {
                return;
            }
            bar.wrap(block, layout.barOffset(interval));
            final long openTimeNs = bar.openTimeNs();
            if (openTimeNs != BarState.NONE && timeNs >= openTimeNs) {
                if (timeNs - openTimeNs < intervalNs) {
                    bar.add(price, price, price, quantity, 1);
                    continue;
                }
                close(frame, instrument, interval);
            }
            final long startNs = timeNs - timeNs % intervalNs;
            if (mayStart(startNs, intervalNs)) {
                bar.start(startNs, price, price, price, price, quantity, 1, 0);
            }
        }
    }

    /** A bar that has ended by the timer, or is not after the last one, is history. */
    private boolean mayStart(final long startNs, final long intervalNs) {
        return !bar.isOpen()
                && (bar.lastOpenTimeNs() == BarState.NONE || startNs > bar.lastOpenTimeNs())
                && startNs + intervalNs > state.global().timerNs();
    }

    private void onClock(final EventFrame frame) {
        final long fromNs = state.global().timerNs();
        final long toNs = frame.eventTimeNs();
        for (int interval = 0; interval < intervalCount; interval++) {
            final long intervalNs = layout.intervalNs(interval);
            // Without a boundary between the timer and now, no bar of this interval can have ended.
            if (fromNs / intervalNs != toNs / intervalNs) {
                closeEnded(frame, interval, toNs - intervalNs);
            }
        }
        state.global().advanceTimer(toNs);
    }

    private void closeEnded(final EventFrame frame, final int interval, final long newestOpenTimeNs) {
        final int instruments = state.global().instruments();
        for (int id = 1; id <= instruments; id++) {
            final InstrumentState instrument = state.instrument(id);
            bar.wrap(instrument.block(), layout.barOffset(interval));
            if (bar.isOpen() && bar.openTimeNs() <= newestOpenTimeNs) {
                close(frame, instrument, interval);
            }
        }
    }

    private void onExternalBar(final EventFrame frame) {
        external = frame.externalBar();
        final InstrumentState instrument = state.instrument(external.instrumentId());
        final long venueIntervalNs = external.intervalNs();
        if (instrument.barIntervalNs() == 0) {
            adoptVenueBars(instrument, venueIntervalNs);
        }
        if (venueIntervalNs != instrument.barIntervalNs()) {
            return;
        }
        for (int interval = 0; interval < intervalCount; interval++) {
            final long intervalNs = layout.intervalNs(interval);
            bar.wrap(instrument.block(), layout.barOffset(interval));
            if (intervalNs == venueIntervalNs) {
                takeWhole(frame, instrument, interval);
            } else if (intervalNs > venueIntervalNs && !frame.late()) {
                addPart(frame, instrument, interval);
            }
        }
    }

    private void adoptVenueBars(final InstrumentState instrument, final long venueIntervalNs) {
        instrument.barIntervalNs(venueIntervalNs);
        for (int interval = 0; interval < intervalCount; interval++) {
            if (layout.intervalNs(interval) >= venueIntervalNs) {
                bar.wrap(instrument.block(), layout.barOffset(interval)).discard();
            }
        }
    }

    private void takeWhole(final EventFrame frame, final InstrumentState instrument, final int interval) {
        if (frame.late()) {
            writer.write(frame, external);
            state.global().barClosed();
            return;
        }
        start(external.openTimeNs());
        close(frame, instrument, interval);
    }

    private void addPart(final EventFrame frame, final InstrumentState instrument, final int interval) {
        final long intervalNs = layout.intervalNs(interval);
        final long startNs = external.openTimeNs() - external.openTimeNs() % intervalNs;
        boolean closed = false;
        if (bar.isOpen() && startNs > bar.openTimeNs()) {
            close(frame, instrument, interval);
            closed = true;
        }
        if (bar.isOpen()) {
            bar.add(external.highPrice(), external.lowPrice(), external.closePrice(), external.volume(), count());
        } else if (mayStart(startNs, intervalNs)) {
            start(startNs);
        } else {
            return;
        }
        // One input closes at most one bar of an interval; a second one waits for the next input or the clock.
        if (!closed && external.openTimeNs() + external.intervalNs() >= startNs + intervalNs) {
            close(frame, instrument, interval);
        }
    }

    private void start(final long openTimeNs) {
        bar.start(
                openTimeNs,
                external.openPrice(),
                external.highPrice(),
                external.lowPrice(),
                external.closePrice(),
                external.volume(),
                count(),
                BarState.EXTERNAL);
    }

    private long count() {
        return Math.max(0, external.tradeCount());
    }

    private void close(final EventFrame frame, final InstrumentState instrument, final int interval) {
        bar.close();
        writer.write(frame, bar, instrument.id(), layout.intervalNs(interval));
        state.global().barClosed();
        frame.barClosed(instrument.id(), interval);
    }
}
