package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.StateConfig;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.FeedTable;
import io.millrace.engine.state.InstrumentState;
import java.util.HashMap;
import java.util.Map;

/**
 * The feed thread's own copy of the numbers that instruments and feeds have in the journal, and of how far each feed was
 * taken. Copied once before the first input, because the state then belongs to the engine thread.
 *
 * <p>Feed thread; allocates when something is new.
 */
public final class JournalNames {
    /** A feed's number and the position that it was taken to. */
    private record Feed(int id, long position) {}

    private final Map<String, Integer> instrumentIds = new HashMap<>();
    private final Map<Integer, Instrument> instruments = new HashMap<>();
    private final Map<Long, Feed> feeds = new HashMap<>();
    private final StateConfig limits;

    /** Copies what the journal knows. */
    public JournalNames(final EngineState state) {
        limits = state.limits();
        for (int id = 1; id <= state.global().instruments(); id++) {
            final InstrumentState known = state.instrument(id);
            take(id, new Instrument(known.symbol(), known.venue(), known.priceExponent(), known.quantityExponent()));
        }
        final FeedTable table = state.feeds();
        for (int id = 1; id <= state.global().feeds(); id++) {
            feeds.put(table.fingerprint(id), new Feed(id, table.position(id)));
        }
    }

    /** Number of an instrument; 0 when it is new. Fails when it is known with other exponents. */
    public int instrumentId(final Instrument instrument) {
        final int id = instrumentIds.getOrDefault(key(instrument), 0);
        if (id != 0 && !instruments.get(id).equals(instrument)) {
            final Instrument known = instruments.get(id);
            throw new ConfigurationError(instrument.symbol() + " on " + instrument.venue()
                    + " has the exponents " + known.priceExponent() + " and " + known.quantityExponent()
                    + " in this journal, the feed has " + instrument.priceExponent() + " and "
                    + instrument.quantityExponent() + ": use those of the journal");
        }
        return id;
    }

    /** Takes up an instrument under the next number; fails when the state has no room for it. */
    public int addInstrument(final Instrument instrument) {
        final int id = instrumentIds.size() + 1;
        if (id > limits.maxInstruments()) {
            throw new ConfigurationError(instrument.symbol() + " on " + instrument.venue() + " would be instrument "
                    + id + ": raise millrace.engine.state.max-instruments above " + limits.maxInstruments());
        }
        take(id, instrument);
        return id;
    }

    private void take(final int id, final Instrument instrument) {
        instrumentIds.put(key(instrument), id);
        instruments.put(id, instrument);
    }

    /** Number of a feed; a new one gets the next. Fails when the state has no room for it. */
    public int feedId(final long fingerprint) {
        final int next = feeds.size() + 1;
        if (next > limits.maxFeeds() && !feeds.containsKey(fingerprint)) {
            throw new ConfigurationError("this would be feed " + next
                    + " of the journal: raise millrace.engine.state.max-feeds above " + limits.maxFeeds());
        }
        return feeds.computeIfAbsent(fingerprint, unused -> new Feed(next, 0)).id();
    }

    /** How far a feed was taken; 0 when it is new. */
    public long position(final long fingerprint) {
        final Feed feed = feeds.get(fingerprint);
        return feed == null ? 0 : feed.position();
    }

    /** Notes how far a feed was taken. */
    void position(final long fingerprint, final long position) {
        feeds.computeIfPresent(fingerprint, (key, feed) -> new Feed(feed.id(), Math.max(feed.position(), position)));
    }

    private static String key(final Instrument instrument) {
        return instrument.symbol() + '\n' + instrument.venue();
    }
}
