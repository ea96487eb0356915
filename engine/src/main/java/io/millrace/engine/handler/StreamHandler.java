package io.millrace.engine.handler;

import io.millrace.engine.event.EventFrame;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.GlobalState;
import io.millrace.engine.state.InstrumentState;
import io.millrace.journal.codec.AlertRuleDecoder;
import io.millrace.journal.codec.ClockAdvancedDecoder;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MarketEventDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.NewsDecoder;
import io.millrace.journal.codec.OrderCommandDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.SentimentDecoder;
import io.millrace.journal.codec.SignalOutcomeDecoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeDecoder;

/**
 * First handler: keeps the order of each stream, and takes up what needs no computation (definitions, feeds, top of
 * book, clock). Only market events and ClockAdvanced move the clock.
 *
 * <p>Engine thread; no allocation except for a new instrument or feed. The rules:
 * <ul>
 *   <li>Duplicate: a trade id that was taken before or lies 64 or more below the largest; a quote update id at or below
 *       the largest; a venue bar with the open time of the newest. Such an input is dropped before it is journaled.
 *   <li>Gap: a trade id more than one above the largest gives FeedStatus GAP. The first id of an instrument has no gap.
 *   <li>Out of order: an input older than the newest of its instrument and stream. It is journaled and marked late; a late
 *       quote does not change the top of the book. FeedStatus OUT_OF_ORDER comes once, when a stream falls behind, and
 *       again only after it has caught up.
 * </ul>
 */
public final class StreamHandler implements InputHandler {
    private final EngineState state;
    private final FeedStatusWriter feedStatus = new FeedStatusWriter();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FeedStatusDecoder status = new FeedStatusDecoder();
    private final InstrumentDefinedDecoder definition = new InstrumentDefinedDecoder();

    public StreamHandler(final EngineState state) {
        this.state = state;
    }

    /** True when the input repeats one that was taken; changes nothing. */
    public boolean isDuplicate(final EventFrame frame) {
        switch (frame.templateId()) {
            case TradeDecoder.TEMPLATE_ID -> {
                final TradeDecoder trade = frame.trade();
                final long id = trade.venueTradeId();
                if (id < 0) {
                    return false;
                }
                final InstrumentState instrument = state.instrument(trade.instrumentId());
                return instrument.tradeId() != InstrumentState.NONE
                        && TradeIdWindow.seen(instrument.tradeId(), instrument.tradeIdsSeen(), id);
            }
            case QuoteDecoder.TEMPLATE_ID -> {
                final QuoteDecoder quote = frame.quote();
                final long id = quote.venueUpdateId();
                return id >= 0 && id <= state.instrument(quote.instrumentId()).quoteId();
            }
            case ExternalBarDecoder.TEMPLATE_ID -> {
                final ExternalBarDecoder bar = frame.externalBar();
                final InstrumentState instrument = state.instrument(bar.instrumentId());
                return bar.openTimeNs() == instrument.barOpenTimeNs() && !isOfSecondInterval(bar, instrument);
            }
            default -> {
                return false;
            }
        }
    }

    /** Feed of the input; 0 when it belongs to none. */
    public int feedId(final EventFrame frame) {
        switch (frame.templateId()) {
            case TradeDecoder.TEMPLATE_ID -> {
                return frame.trade().feedId();
            }
            case QuoteDecoder.TEMPLATE_ID -> {
                return frame.quote().feedId();
            }
            case ExternalBarDecoder.TEMPLATE_ID -> {
                return frame.externalBar().feedId();
            }
            case FeedStatusDecoder.TEMPLATE_ID -> {
                return status.wrapAndApplyHeader(frame.buffer(), frame.offset(), header)
                        .feedId();
            }
            default -> {
                return 0;
            }
        }
    }

    @Override
    public void onInput(final EventFrame frame) {
        switch (frame.templateId()) {
            case TradeDecoder.TEMPLATE_ID -> onTrade(frame);
            case QuoteDecoder.TEMPLATE_ID -> onQuote(frame);
            case ExternalBarDecoder.TEMPLATE_ID -> onBar(frame);
            case ClockAdvancedDecoder.TEMPLATE_ID -> state.global().advanceClock(frame.eventTimeNs());
            case FeedStatusDecoder.TEMPLATE_ID -> onFeedStatus(frame);
            case InstrumentDefinedDecoder.TEMPLATE_ID -> {
                definition.wrapAndApplyHeader(frame.buffer(), frame.offset(), header);
                state.define(definition);
            }
            case NewsDecoder.TEMPLATE_ID,
                    SentimentDecoder.TEMPLATE_ID,
                    MarketEventDecoder.TEMPLATE_ID,
                    SignalOutcomeDecoder.TEMPLATE_ID,
                    OrderCommandDecoder.TEMPLATE_ID,
                    AlertRuleDecoder.TEMPLATE_ID -> {
                // Journaled for its readers; no handler derives anything from it, and it does not move the clock.
            }
            default -> throw new IllegalStateException("record kind " + frame.templateId() + " is no input");
        }
    }

    private void onTrade(final EventFrame frame) {
        final TradeDecoder trade = frame.trade();
        final InstrumentState instrument = state.instrument(trade.instrumentId());
        final GlobalState global = state.global();
        global.advanceClock(frame.eventTimeNs());
        global.advanceMarketTime(frame.eventTimeNs());
        global.tradeTaken();
        state.feeds().position(trade.feedId(), trade.feedPosition());
        final long id = trade.venueTradeId();
        if (id >= 0) {
            takeTradeId(frame, instrument, id);
        }
        if (inOrder(frame, instrument, StreamKind.TRADES, trade.feedId(), instrument.tradeTimeNs())) {
            instrument.tradeTimeNs(frame.eventTimeNs());
            instrument.lastPrice(trade.price());
        }
    }

    private void takeTradeId(final EventFrame frame, final InstrumentState instrument, final long id) {
        final long largest = instrument.tradeId();
        if (largest == InstrumentState.NONE) {
            instrument.tradeIds(id, 1L);
            return;
        }
        if (id - largest > 1) {
            feedStatus
                    .begin(
                            frame,
                            FeedState.GAP,
                            StreamKind.TRADES,
                            instrument.id(),
                            frame.trade().feedId())
                    .expected(largest + 1)
                    .actual(id)
                    .count(id - largest - 1);
            feedStatus.end(frame);
        }
        instrument.tradeIds(Math.max(largest, id), TradeIdWindow.take(largest, instrument.tradeIdsSeen(), id));
    }

    private void onQuote(final EventFrame frame) {
        final QuoteDecoder quote = frame.quote();
        final InstrumentState instrument = state.instrument(quote.instrumentId());
        state.global().advanceClock(frame.eventTimeNs());
        state.global().advanceMarketTime(frame.eventTimeNs());
        state.global().quoteTaken();
        state.feeds().position(quote.feedId(), quote.feedPosition());
        if (quote.venueUpdateId() >= 0) {
            instrument.quoteId(quote.venueUpdateId());
        }
        if (inOrder(frame, instrument, StreamKind.QUOTES, quote.feedId(), instrument.quoteTimeNs())) {
            instrument.quoteTimeNs(frame.eventTimeNs());
            instrument.topOfBook(quote.bidPrice(), quote.bidQuantity(), quote.askPrice(), quote.askQuantity());
        }
    }

    private void onBar(final EventFrame frame) {
        final ExternalBarDecoder bar = frame.externalBar();
        final InstrumentState instrument = state.instrument(bar.instrumentId());
        state.global().advanceClock(frame.eventTimeNs());
        // The tick at the close time of a venue's bar comes after the bar.
        state.global().advanceMarketTime(frame.eventTimeNs() - 1);
        state.global().externalBarTaken();
        state.feeds().position(bar.feedId(), bar.feedPosition());
        if (isOfSecondInterval(bar, instrument)) {
            return;
        }
        final long newest = instrument.barOpenTimeNs() == InstrumentState.NONE
                ? InstrumentState.NONE
                : instrument.barOpenTimeNs() + bar.intervalNs();
        if (inOrder(frame, instrument, StreamKind.BARS, bar.feedId(), newest)) {
            instrument.barOpenTimeNs(bar.openTimeNs());
            instrument.lastPrice(bar.closePrice());
        }
    }

    /** Only the bars of an instrument's first interval are a stream with an order; the others are journaled and not used. */
    private static boolean isOfSecondInterval(final ExternalBarDecoder bar, final InstrumentState instrument) {
        return instrument.barIntervalNs() != 0 && instrument.barIntervalNs() != bar.intervalNs();
    }

    private void onFeedStatus(final EventFrame frame) {
        status.wrapAndApplyHeader(frame.buffer(), frame.offset(), header);
        if (status.state() == FeedState.STARTED
                && status.feedId() > state.global().feeds()) {
            state.feeds().add(status.feedId(), status.fingerprint());
        } else if (status.state() == FeedState.QUARANTINED) {
            // The event itself is not in the journal; the feed goes on behind it.
            state.feeds().position(status.feedId(), status.feedPosition());
        }
    }

    private boolean inOrder(
            final EventFrame frame,
            final InstrumentState instrument,
            final StreamKind stream,
            final int feedId,
            final long newestNs) {
        final boolean wasLate = instrument.streamIsLate(stream.value());
        if (newestNs == InstrumentState.NONE || frame.eventTimeNs() >= newestNs) {
            if (wasLate) {
                instrument.streamIsLate(stream.value(), false);
            }
            return true;
        }
        frame.markLate();
        if (!wasLate) {
            instrument.streamIsLate(stream.value(), true);
            feedStatus
                    .begin(frame, FeedState.OUT_OF_ORDER, stream, instrument.id(), feedId)
                    .expected(newestNs)
                    .actual(frame.eventTimeNs())
                    .count(1);
            feedStatus.end(frame);
        }
        return false;
    }
}
