package io.millrace.tools.torture.twin;

import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.Instrument;
import java.util.List;

/** A lane of the market as the engine's pump wants it; the position is the place in the list, from 1. Feed thread. */
final class TwinFeed implements FeedReader {
    private final List<TwinEvent> events;
    private final long fingerprint;
    private int next;

    private TwinFeed(List<TwinEvent> events, long fingerprint) {
        this.events = events;
        this.fingerprint = fingerprint;
    }

    /** A lane of the instrument with that number, from 1. */
    static FeedLane lane(int number, List<TwinEvent> events) {
        FeedLane.Source source = new FeedLane.Source() {
            @Override
            public FeedReader open() {
                return new TwinFeed(events, number);
            }

            @Override
            public long sizeBytes() {
                return events.size();
            }
        };
        return new FeedLane(new Instrument("TWIN" + number, "TWIN", TwinSetup.PRICE_EXPONENT, 0), List.of(source));
    }

    @Override
    public boolean next(FeedEvent event) {
        if (next >= events.size()) {
            return false;
        }
        TwinEvent from = events.get(next++);
        from.fill(event, next);
        return true;
    }

    @Override
    public void skipTo(long position) {
        next = (int) Math.max(next, position);
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public FeedTally tally() {
        return new FeedTally();
    }

    @Override
    public long bytesRead() {
        return next;
    }

    @Override
    public long sizeBytes() {
        return events.size();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
