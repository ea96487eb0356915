package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.engine.feed.FeedEvent;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.Instrument;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In steady state neither the feed thread nor the engine thread allocates, with everything on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FusedPipelineAllocationTest {
    private static final int INSTRUMENTS = 4;
    private static final int SCRIPT = 50_000;
    private static final int WARM_UP_EVENTS = 400_000;
    private static final int MEASURED_EVENTS = 600_000;

    @TempDir
    Path data;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingPerEvent() {
        final EngineReport report;
        final Meter meter;
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            meter = new Meter(engine);
            final List<FeedLane> lanes = new ArrayList<>();
            for (int i = 1; i <= INSTRUMENTS; i++) {
                final FeedReader reader = new EndlessFeed(new RandomMarket(i).ticks(SCRIPT), i, meter);
                lanes.add(new FeedLane(new Instrument("SYM" + i, "TEST", -2, 0), List.of(new FeedLane.Source() {
                    @Override
                    public FeedReader open() {
                        return reader;
                    }

                    @Override
                    public long sizeBytes() {
                        return 0;
                    }
                })));
            }
            new FeedPump(engine, lanes, Pace.MAX).run();
            report = engine.stop(StopReason.FEED_ENDED);
        }

        final double eventsPerSecond = MEASURED_EVENTS * 1e9 / meter.elapsedNs;
        System.err.printf(
                "%,d events at %,.0f/s: engine thread allocated %d bytes, feed thread %d bytes%n",
                MEASURED_EVENTS, eventsPerSecond, meter.engineBytes, meter.feedBytes);
        assertThat(report.signals()).as("everything is on").isGreaterThan(1_000);
        assertThat(report.eventsIn() + report.duplicates()).isGreaterThan(WARM_UP_EVENTS + MEASURED_EVENTS - 10);
        assertThat(meter.feedBytes).as("bytes allocated by the feed thread").isZero();
        assertThat(meter.engineBytes).as("bytes allocated by the engine thread").isZero();
    }

    /** Reads the counters of both threads when the warm-up is over and when the last event was taken. */
    private final class Meter {
        private final Engine engine;
        private final long engineThreadId;
        private final long feedThreadId = Thread.currentThread().getId();
        private int events;
        private long engineBytes;
        private long feedBytes;
        private long elapsedNs;

        private Meter(final Engine engine) {
            this.engine = engine;
            engineThreadId = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("millrace-engine"))
                    .findFirst()
                    .orElseThrow()
                    .getId();
        }

        /** Counts an event; false when there were enough. */
        private boolean count() {
            events++;
            if (events == WARM_UP_EVENTS) {
                engine.ingress().drain();
                elapsedNs = -System.nanoTime();
                engineBytes = -threads.getThreadAllocatedBytes(engineThreadId);
                feedBytes = -threads.getThreadAllocatedBytes(feedThreadId);
            } else if (events == WARM_UP_EVENTS + MEASURED_EVENTS) {
                engine.ingress().drain();
                feedBytes += threads.getThreadAllocatedBytes(feedThreadId);
                engineBytes += threads.getThreadAllocatedBytes(engineThreadId);
                elapsedNs += System.nanoTime();
            }
            return events < WARM_UP_EVENTS + MEASURED_EVENTS;
        }
    }

    /** A script again and again, each time later and with higher ids. */
    private static final class EndlessFeed implements FeedReader {
        private final MarketEvent[] script;
        private final long fingerprint;
        private final Meter meter;
        private final long spanNs;
        private final long idSpan;
        private int next;
        private long round;

        private EndlessFeed(final List<MarketEvent> script, final long fingerprint, final Meter meter) {
            this.script = script.toArray(MarketEvent[]::new);
            this.fingerprint = fingerprint;
            this.meter = meter;
            spanNs = script.get(script.size() - 1).eventTimeNs() - RandomMarket.START_NS + RandomMarket.MINUTE_NS;
            idSpan = script.stream().mapToLong(MarketEvent::venueId).max().orElseThrow() + 1;
        }

        @Override
        public boolean next(final FeedEvent event) {
            if (!meter.count()) {
                return false;
            }
            if (next == script.length) {
                next = 0;
                round++;
            }
            final MarketEvent from = script[next++];
            from.fill(event, round * script.length + next);
            event.eventTimeNs += round * spanNs;
            if (event.venueId >= 0) {
                event.venueId += round * idSpan;
            }
            return true;
        }

        @Override
        public void skipTo(final long position) {}

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
            return 0;
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
