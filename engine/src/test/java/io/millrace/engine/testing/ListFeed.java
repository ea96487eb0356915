package io.millrace.engine.testing;

import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.Instrument;
import java.util.List;
import java.util.function.IntConsumer;

/** A feed over a list; position is the place in the list, from 1. */
public final class ListFeed implements FeedReader {
    private final List<MarketEvent> events;
    private final long fingerprint;
    private final IntConsumer beforeEach;
    private int next;

    /**
     * A feed.
     *
     * @param beforeEach told the position of each event before it is handed out; may stop the pump or throw
     */
    public ListFeed(final List<MarketEvent> events, final long fingerprint, final IntConsumer beforeEach) {
        this.events = events;
        this.fingerprint = fingerprint;
        this.beforeEach = beforeEach;
    }

    /** A lane with this one source. */
    public static FeedLane lane(
            final String symbol, final List<MarketEvent> events, final long fingerprint, final IntConsumer beforeEach) {
        return new FeedLane(new Instrument(symbol, "TEST", -2, 0), List.of(new FeedLane.Source() {
            @Override
            public FeedReader open() {
                return new ListFeed(events, fingerprint, beforeEach);
            }

            @Override
            public long sizeBytes() {
                return events.size();
            }
        }));
    }

    @Override
    public boolean next(final FeedEvent event) {
        if (next >= events.size()) {
            return false;
        }
        final MarketEvent from = events.get(next++);
        beforeEach.accept(next);
        from.fill(event, next);
        return true;
    }

    @Override
    public void skipTo(final long position) {
        next = (int) Math.max(next, position);
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public FeedTally tally() {
        return FeedTally.sum(List.of());
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
    public void close() {}
}
