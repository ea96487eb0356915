package io.millrace.engine.warmup;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.InputWriter;
import io.millrace.engine.input.Instrument;
import io.millrace.journal.codec.FeedState;

/**
 * A market that brings everything on: trades and quotes of some instruments, timer ticks, bars of every length, prices that
 * swing far enough for signals, now and then a gap or a repeat.
 *
 * <p>One thread; no allocation after {@link #define}. The same events each time.
 */
final class WarmUpMarket {
    private static final int MOST_INSTRUMENTS = 4;
    private static final int EVENTS_PER_BAR = 4;
    private static final int EVENTS_PER_QUOTE = 3;
    private static final int EVENTS_PER_GAP = 499;
    private static final int EVENTS_PER_REPEAT = 199;
    private static final long SWING = 400;
    private static final long MIDDLE_PRICE = 100_000;
    private static final long START_NS = 1_700_000_000_000_000_000L;

    private final InputWriter writer;
    private final int instruments;
    private final long barNs;
    private final long stepNs;
    private final FeedEvent event = new FeedEvent();
    private long timeNs = START_NS;
    private long nextTickNs = START_NS;
    private long published;
    private final long[] venueIds;

    WarmUpMarket(final InputWriter writer, final EngineConfig config) {
        this.writer = writer;
        instruments = Math.min(
                MOST_INSTRUMENTS,
                Math.min(config.state().maxInstruments(), config.state().maxFeeds()));
        // A rule's bars are to close often; the shorter ones then close with every event.
        barNs = config.rules().stream()
                .mapToLong(rule -> rule.bar().intervalNs())
                .min()
                .orElse(config.bars().get(0).intervalNs());
        venueIds = new long[instruments + 1];
        stepNs = barNs / EVENTS_PER_BAR / instruments;
    }

    /** Instruments and feeds; comes first. */
    void define() {
        for (int id = 1; id <= instruments; id++) {
            writer.instrumentDefined(id, new Instrument("WARM" + id, "NONE", -2, 0), START_NS, 0);
            writer.feedStatus(FeedState.STARTED, id, id, id, 0, START_NS, 0);
        }
    }

    /** The next event. */
    void publish() {
        published++;
        timeNs += stepNs;
        if (timeNs >= nextTickNs) {
            nextTickNs = timeNs - timeNs % barNs + barNs;
            writer.clockAdvanced(nextTickNs - barNs, 0);
        }
        final int id = 1 + (int) (published % instruments);
        final boolean quote = published % EVENTS_PER_QUOTE == 0;
        if (published % EVENTS_PER_REPEAT != 0) {
            venueIds[id] += published % EVENTS_PER_GAP == 0 ? 2 : 1;
        }
        event.kind = quote ? FeedEvent.Kind.QUOTE : FeedEvent.Kind.TRADE;
        event.eventTimeNs = timeNs;
        event.position = published;
        event.venueId = venueIds[id];
        event.price = price();
        event.quantity = 1 + published % 50;
        event.bidPrice = event.price - 1;
        event.bidQuantity = event.quantity;
        event.askPrice = event.price + 1;
        event.askQuantity = event.quantity;
        writer.event(event, id, id, 0);
    }

    /** A swing, with a shorter one on it that keeps averages crossing and bands breaking. */
    private long price() {
        return MIDDLE_PRICE + swing(published, 1_600) * 8 + swing(published, 130);
    }

    private static long swing(final long at, final long period) {
        final long phase = at % period;
        final long half = period / 2;
        return (phase < half ? phase : period - phase) * SWING / half;
    }
}
