package io.millrace.engine.feed;

import io.millrace.engine.Engine;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.InputWriter;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.time.Clocks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Publishes the events of one or more lanes to an engine, oldest first, with the timer's ticks between them; goes on where
 * the journal ends.
 *
 * <p>Runs on the caller's thread, which is then the feed thread; {@link #requestStop} and {@link #progress} belong to any.
 * No allocation per event. Lanes are merged by event time, the first lane first at equal times; within a lane the order
 * of the source stays as it is, so a late event is published late and the engine says so.
 */
public final class FeedPump implements Pump {
    private final Engine engine;
    private final List<Lane> lanes = new ArrayList<>();
    private final InputWriter writer;
    private final ClockTicker ticker;
    private final PacedClock pacing;
    private final EpochNanoClock clock = Clocks.epoch();
    private final List<FeedTally> tallies = new CopyOnWriteArrayList<>();
    private final BooleanSupplier stopped = this::stopRequested;
    private final JournalNames names;
    private final long sizeBytes;

    private volatile boolean stopRequested;
    // A plain count, shown to others by an ordered store: a volatile one would cost a fence per event.
    private long publishedCount;
    private final AtomicLong published = new AtomicLong();

    public FeedPump(final Engine engine, final List<FeedLane> feedLanes, final Pace pace) {
        this.engine = engine;
        this.writer = new InputWriter(engine.ingress());
        this.names = new JournalNames(engine.state());
        this.ticker = new ClockTicker(
                engine.config().bars().stream()
                        .mapToLong(bar -> bar.intervalNs())
                        .toArray(),
                engine.state().global().marketTimeNs(),
                engine.state().global().timerNs());
        this.pacing = new PacedClock(pace, Clocks.monotonic());
        long size = 0;
        for (final FeedLane lane : feedLanes) {
            lanes.add(new Lane(lane));
            size += lane.sources().stream()
                    .mapToLong(FeedLane.Source::sizeBytes)
                    .sum();
        }
        this.sizeBytes = size;
    }

    @Override
    public void run() {
        engine.priority().run(this::pump);
    }

    private void pump() {
        try {
            for (final Lane lane : lanes) {
                lane.advance();
            }
            Lane next = oldest();
            while (next != null && !stopRequested) {
                publish(next);
                next.advance();
                next = oldest();
            }
            engine.ingress().drain();
        } finally {
            for (final Lane lane : lanes) {
                lane.closeReader();
            }
        }
    }

    @Override
    public void requestStop() {
        stopRequested = true;
        engine.ingress().endSoon();
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }

    @Override
    public PumpProgress progress() {
        long bytesRead = 0;
        for (final Lane lane : lanes) {
            bytesRead += lane.bytesRead();
        }
        return new PumpProgress(published.get(), bytesRead, sizeBytes);
    }

    @Override
    public FeedTally totals() {
        return FeedTally.sum(tallies);
    }

    private Lane oldest() {
        Lane oldest = null;
        for (int i = 0; i < lanes.size(); i++) {
            final Lane lane = lanes.get(i);
            if (lane.hasEvent && (oldest == null || lane.event.eventTimeNs < oldest.event.eventTimeNs)) {
                oldest = lane;
            }
        }
        return oldest;
    }

    private void publish(final Lane lane) {
        final FeedEvent event = lane.event;
        pacing.awaitDue(event.eventTimeNs, stopped);
        final long nowNs = clock.nanoTime();
        final long receiveTimeNs = event.receiveTimeNs == 0 ? nowNs : event.receiveTimeNs;
        final boolean venueBar = event.kind == FeedEvent.Kind.BAR;
        tick(event.eventTimeNs, venueBar, nowNs);
        lane.announce(nowNs);
        writer.event(event, lane.instrumentId, lane.feedId, receiveTimeNs);
        ticker.published(event.eventTimeNs, venueBar);
        lane.lastEventTimeNs = event.eventTimeNs;
        lane.lastPosition = event.position;
        published.lazySet(++publishedCount);
    }

    private void tick(final long eventTimeNs, final boolean venueBar, final long receiveTimeNs) {
        long tickNs = ticker.next(eventTimeNs, venueBar);
        while (tickNs != Long.MIN_VALUE) {
            writer.clockAdvanced(tickNs, receiveTimeNs);
            tickNs = ticker.next(eventTimeNs, venueBar);
        }
    }

    /** A lane with its reader, its next event and its numbers in the journal. */
    private final class Lane {
        private final FeedLane lane;
        private final FeedEvent event = new FeedEvent();
        private int nextSource;
        private volatile FeedReader reader;
        private boolean hasEvent;
        private boolean announced;
        private int instrumentId;
        private int feedId;
        private long lastEventTimeNs;
        private long lastPosition;
        private final AtomicLong closedBytes = new AtomicLong();

        private Lane(final FeedLane lane) {
            this.lane = lane;
        }

        private void advance() {
            hasEvent = false;
            while (!hasEvent) {
                if (reader == null && !openNext()) {
                    return;
                }
                hasEvent = reader.next(event);
                if (!hasEvent) {
                    end();
                }
            }
        }

        private boolean openNext() {
            if (nextSource == lane.sources().size()) {
                return false;
            }
            reader = lane.sources().get(nextSource++).open();
            announced = false;
            lastPosition = names.position(reader.fingerprint());
            reader.skipTo(lastPosition);
            return true;
        }

        /** The first event of a source tells the journal of its instrument and of the feed. */
        private void announce(final long nowNs) {
            if (announced) {
                return;
            }
            announced = true;
            instrumentId = names.instrumentId(lane.instrument());
            if (instrumentId == 0) {
                instrumentId = names.addInstrument(lane.instrument());
                writer.instrumentDefined(instrumentId, lane.instrument(), event.eventTimeNs, nowNs);
            }
            feedId = names.feedId(reader.fingerprint());
            status(FeedState.STARTED, event.position - 1, event.eventTimeNs, nowNs);
        }

        private void end() {
            if (announced) {
                status(FeedState.ENDED, lastPosition, lastEventTimeNs, clock.nanoTime());
            }
            closeReader();
        }

        private void status(
                final FeedState state, final long position, final long eventTimeNs, final long receiveTimeNs) {
            writer.feedStatus(state, instrumentId, feedId, reader.fingerprint(), position, eventTimeNs, receiveTimeNs);
        }

        private void closeReader() {
            if (reader != null) {
                names.position(reader.fingerprint(), lastPosition);
                tallies.add(reader.tally());
                closedBytes.addAndGet(reader.sizeBytes());
                reader.close();
                reader = null;
            }
        }

        private long bytesRead() {
            final FeedReader current = reader;
            return closedBytes.get() + (current == null ? 0 : current.bytesRead());
        }
    }
}
