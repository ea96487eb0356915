package io.millrace.engine.feed.live;

import io.millrace.engine.feed.RejectReason;
import io.millrace.engine.input.Instrument;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * One publisher on a stream, with its own numbers of instruments. Feed thread; allocates when something is new.
 *
 * <p>The number of instruments that it may define is bounded, so that a sender gone wild does not fill the memory.
 */
final class Sender {
    private static final int MAX_INSTRUMENTS = 65_536;

    /** An instrument as the sender defined it. */
    static final class Known {
        final Instrument instrument;

        /** Number in the journal; 0 before its first event. */
        int id;

        private Known(final Instrument instrument, final int id) {
            this.instrument = instrument;
            this.id = id;
        }
    }

    final int sessionId;

    /** The feed that it is; the nameless one of the stream until it says otherwise. */
    LiveFeed feed;

    private final Int2ObjectHashMap<Known> instruments = new Int2ObjectHashMap<>();

    Sender(final int sessionId, final LiveFeed feed) {
        this.sessionId = sessionId;
        this.feed = feed;
    }

    /** The instrument that it calls by this number; null when it has not defined it. */
    Known instrument(final int number) {
        return instruments.get(number);
    }

    /**
     * Takes up a definition; the same one again changes nothing.
     *
     * @param id number in the journal, 0 when the journal does not know it
     */
    RejectReason define(final int number, final Instrument instrument, final int id) {
        final Known known = instruments.get(number);
        if (known != null) {
            return known.instrument.equals(instrument) ? null : RejectReason.BAD_DEFINITION;
        }
        if (instruments.size() == MAX_INSTRUMENTS) {
            return RejectReason.NO_ROOM;
        }
        instruments.put(number, new Known(instrument, id));
        return null;
    }
}
