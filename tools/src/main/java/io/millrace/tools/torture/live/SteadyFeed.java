package io.millrace.tools.torture.live;

import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.Instrument;
import java.util.ArrayList;
import java.util.List;

/** Trades of one instrument at even distances, as many as are wanted. Feed thread; no allocation per event. */
final class SteadyFeed implements FeedReader {
    private static final int INSTRUMENTS = 4;
    private static final long START_NS = 1_772_409_600_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long FIRST_PRICE = 5_000_000_000L;
    private static final long MOST_STEP = 400_000;

    private final int instrument;
    private final long gapNs;
    private final long count;
    private long noise;
    private long price;
    private long position;
    private long skipThrough;

    private SteadyFeed(final int instrument, final long gapNs, final long count) {
        this.instrument = instrument;
        this.gapNs = gapNs;
        this.count = count;
        noise = 0x9E3779B97F4A7C15L * (instrument + 1);
        price = FIRST_PRICE * (instrument + 1);
    }

    /**
     * Lanes that give together so many events per second of event time.
     *
     * @param count of all lanes together
     */
    static List<FeedLane> lanes(final long eventsPerSecond, final long count) {
        final List<FeedLane> lanes = new ArrayList<>();
        final long gapNs = INSTRUMENTS * NANOS_PER_SECOND / eventsPerSecond;
        for (int i = 0; i < INSTRUMENTS; i++) {
            final int number = i;
            lanes.add(new FeedLane(new Instrument("STEADY" + i, "FILE", -8, -8), List.of(new FeedLane.Source() {
                @Override
                public FeedReader open() {
                    return new SteadyFeed(number, gapNs, count / INSTRUMENTS);
                }

                @Override
                public long sizeBytes() {
                    return count / INSTRUMENTS;
                }
            })));
        }
        return lanes;
    }

    @Override
    public boolean next(final FeedEvent event) {
        do {
            if (position == count) {
                return false;
            }
            position++;
            noise ^= noise << 13;
            noise ^= noise >>> 7;
            noise ^= noise << 17;
            // A walk that is drawn back to where it began, so that it goes on for ever.
            price += noise % MOST_STEP + ((FIRST_PRICE * (instrument + 1) - price) >> 14);
        } while (position <= skipThrough);
        event.begin(
                FeedEvent.Kind.TRADE, START_NS + position * gapNs + instrument * (gapNs / INSTRUMENTS), 0, position);
        event.position = position;
        event.price = price;
        event.quantity = 1_000_000 + (noise >>> 44);
        event.aggressor = noise < 0 ? FeedEvent.AGGRESSOR_BUYER : FeedEvent.AGGRESSOR_SELLER;
        return true;
    }

    @Override
    public void skipTo(final long through) {
        skipThrough = through;
    }

    @Override
    public long fingerprint() {
        return 0x57EAD0L + instrument + 31 * gapNs;
    }

    @Override
    public FeedTally tally() {
        return FeedTally.sum(List.of());
    }

    @Override
    public long bytesRead() {
        return position;
    }

    @Override
    public long sizeBytes() {
        return count;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
