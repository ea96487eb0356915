package io.millrace.tools.demo;

import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.input.FeedEvent;
import java.util.List;

/**
 * A tape as a feed: the position is the number of the tick, so a restart goes on where the journal ends. Feed thread; no
 * allocation per event.
 */
final class SyntheticReader implements FeedReader {
    /** What {@link #sizeBytes} says: there is no file, so progress is counted in these. */
    private static final long SIZE = 1 << 20;

    private final InstrumentTape tape;
    private final long fingerprint;
    private final MarketTick tick = new MarketTick();
    private long position;
    private long skipThrough;
    private volatile long progress;

    SyntheticReader(InstrumentTape tape, long fingerprint) {
        this.tape = tape;
        this.fingerprint = fingerprint;
    }

    static long nominalSizeBytes() {
        return SIZE;
    }

    @Override
    public boolean next(FeedEvent event) {
        do {
            if (!tape.next(tick)) {
                progress = SIZE;
                return false;
            }
            position++;
        } while (position <= skipThrough);
        progress = (long) (tape.progress() * SIZE);
        event.kind = tick.trade ? FeedEvent.Kind.TRADE : FeedEvent.Kind.QUOTE;
        event.eventTimeNs = tick.timeNs;
        // The pump stamps the receipt, so that latencies are those of this run.
        event.receiveTimeNs = 0;
        event.position = position;
        event.venueId = tick.venueId;
        event.conditions = 0;
        event.venueCode = 0;
        event.suspicious = false;
        event.price = tick.price;
        event.quantity = tick.quantity;
        event.aggressor = tick.buyer ? FeedEvent.AGGRESSOR_BUYER : FeedEvent.AGGRESSOR_SELLER;
        event.bidPrice = tick.bidPrice;
        event.bidQuantity = tick.bidQuantity;
        event.askPrice = tick.askPrice;
        event.askQuantity = tick.askQuantity;
        return true;
    }

    @Override
    public void skipTo(long through) {
        skipThrough = through;
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    /** Nothing is ever rejected: there are no lines. */
    @Override
    public FeedTally tally() {
        return FeedTally.sum(List.of());
    }

    @Override
    public long bytesRead() {
        return progress;
    }

    @Override
    public long sizeBytes() {
        return SIZE;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
