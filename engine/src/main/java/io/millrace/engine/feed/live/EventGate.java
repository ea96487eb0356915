package io.millrace.engine.feed.live;

import io.millrace.engine.Engine;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.IngressConfig;
import io.millrace.engine.feed.ClockTicker;
import io.millrace.engine.feed.FeedEvent;
import io.millrace.engine.feed.InputWriter;
import io.millrace.engine.feed.Instrument;
import io.millrace.engine.feed.JournalNames;
import io.millrace.engine.feed.RejectReason;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.time.Clocks;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the doors onto the ring: tells the journal of new instruments and feeds, writes the events, and brings the ticks.
 *
 * <p>Feed thread; {@link #published} belongs to any. No allocation per event. Shared by all doors of a pump, because numbers of
 * instruments and feeds, and the timer, are the engine's.
 */
final class EventGate {
    private static final Logger LOG = LoggerFactory.getLogger(EventGate.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Slots that one event can take: feed started or back, a gap, its instrument, one tick per bar length, itself. */
    private static final int SLOTS = 24;

    private final Ingress ingress;
    private final InputWriter writer;
    private final JournalNames names;
    private final ClockTicker ticker;
    private final EpochNanoClock clock = Clocks.epoch();
    private final boolean dropsWhenFull;
    private final boolean wallTicks;
    private final long clockDelayNs;
    private final AtomicCounter droppedCounter;
    private final AtomicLong published = new AtomicLong();
    private long publishedCount;
    private boolean roomWarned;

    EventGate(final Engine engine, final IngressConfig config) {
        ingress = engine.ingress();
        writer = new InputWriter(ingress);
        names = new JournalNames(engine.state());
        ticker = new ClockTicker(
                engine.config().bars().stream()
                        .mapToLong(bar -> bar.intervalNs())
                        .toArray(),
                engine.state().global().marketTimeNs(),
                engine.state().global().timerNs());
        dropsWhenFull = config.whenFull() == IngressConfig.FullAnswer.DROP;
        wallTicks = config.clock() == IngressConfig.TickSource.WALL;
        clockDelayNs = config.clockDelayMs() * NANOS_PER_MILLI;
        droppedCounter = engine.counter(EngineCounter.FEED_DROPPED);
    }

    /** Time of this machine, ns since the epoch. */
    long nowNs() {
        return clock.nanoTime();
    }

    /** How far a feed was taken. */
    long position(final long fingerprint) {
        return names.position(fingerprint);
    }

    /** Number of an instrument in the journal; 0 when it is new. Throws when it is known with other exponents. */
    int instrumentId(final Instrument instrument) {
        return names.instrumentId(instrument);
    }

    /** Events published. */
    long published() {
        return published.get();
    }

    /** False when the event has to be dropped: it is counted, and the next one of the feed that is taken will tell. */
    boolean admits(final LiveFeed feed) {
        if (!dropsWhenFull || ingress.hasRoom(SLOTS)) {
            return true;
        }
        feed.dropped++;
        droppedCounter.incrementRelease();
        return false;
    }

    /** Publishes an event, and before it what the journal has to know; null when it was. */
    RejectReason publish(final LiveFeed feed, final Sender.Known known, final FeedEvent event) {
        final long nowNs = event.receiveTimeNs;
        if (!wallTicks) {
            tick(event.eventTimeNs, event.kind == FeedEvent.Kind.BAR, nowNs);
        }
        if (feed.told != LiveFeed.Told.STARTED || feed.dropped > 0 || known.id == 0) {
            try {
                announce(feed, known, event, nowNs);
            } catch (final ConfigurationError e) {
                warnOfRoom(e);
                return RejectReason.NO_ROOM;
            }
        }
        writer.event(event, known.id, feed.id, nowNs);
        ticker.published(event.eventTimeNs, event.kind == FeedEvent.Kind.BAR);
        feed.lastPosition = event.position;
        feed.lastEventTimeNs = event.eventTimeNs;
        published.lazySet(++publishedCount);
        return null;
    }

    private void announce(final LiveFeed feed, final Sender.Known known, final FeedEvent event, final long nowNs) {
        if (known.id == 0) {
            final int already = names.instrumentId(known.instrument);
            known.id = already == 0 ? names.addInstrument(known.instrument) : already;
            if (already == 0) {
                writer.instrumentDefined(known.id, known.instrument, event.eventTimeNs, nowNs);
            }
        }
        start(feed, event.position, event.eventTimeNs, nowNs);
        tellOfDrops(feed, event.position, event.eventTimeNs, nowNs);
    }

    private void start(final LiveFeed feed, final long position, final long eventTimeNs, final long nowNs) {
        if (feed.told != LiveFeed.Told.STARTED) {
            final FeedState state = feed.id == 0 ? FeedState.STARTED : FeedState.RECONNECTED;
            feed.id = names.feedId(feed.fingerprint);
            writer.feedStatus(state, 0, feed.id, feed.fingerprint, position - 1, eventTimeNs, nowNs);
            feed.told = LiveFeed.Told.STARTED;
        }
    }

    private void tellOfDrops(final LiveFeed feed, final long position, final long eventTimeNs, final long nowNs) {
        if (feed.dropped > 0) {
            writer.feedGap(feed.id, position, eventTimeNs, nowNs, feed.dropped);
            feed.dropped = 0;
        }
    }

    /** Tells the journal of what was dropped with nothing taken behind it. Waits for room. */
    void settle(final LiveFeed feed) {
        if (feed.dropped > 0) {
            final long nowNs = nowNs();
            start(feed, feed.lastPosition + 1, feed.lastEventTimeNs, nowNs);
            tellOfDrops(feed, feed.lastPosition + 1, feed.lastEventTimeNs, nowNs);
        }
    }

    /** The feed has ended in order, or its sender is gone: the journal is told, once, if it knows of the feed. */
    void ended(final LiveFeed feed, final boolean inOrder) {
        settle(feed);
        if (feed.told == LiveFeed.Told.STARTED) {
            writer.feedStatus(
                    inOrder ? FeedState.ENDED : FeedState.STALE,
                    0,
                    feed.id,
                    feed.fingerprint,
                    feed.lastPosition,
                    feed.lastEventTimeNs,
                    nowNs());
        }
        feed.told = inOrder ? LiveFeed.Told.ENDED : LiveFeed.Told.STALE;
    }

    /** Brings the ticks that are due by this machine's clock. With a full ring that may drop, they wait for the next call. */
    void tick() {
        if (wallTicks && (!dropsWhenFull || ingress.hasRoom(SLOTS))) {
            final long nowNs = nowNs();
            tick(nowNs - clockDelayNs, false, nowNs);
        }
    }

    private void tick(final long eventTimeNs, final boolean venueBar, final long nowNs) {
        long tickNs = ticker.next(eventTimeNs, venueBar);
        while (tickNs != Long.MIN_VALUE) {
            writer.clockAdvanced(tickNs, nowNs);
            tickNs = ticker.next(eventTimeNs, venueBar);
        }
    }

    private void warnOfRoom(final ConfigurationError problem) {
        if (!roomWarned) {
            roomWarned = true;
            LOG.warn("{}; its events are rejected", problem.getMessage());
        }
    }
}
