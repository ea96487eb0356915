package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.aeron.Subscription;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedEvent;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.Instrument;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.metrics.Stage;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.OutputTap;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * In steady state neither the feed thread nor the engine thread allocates, with everything on.
 *
 * <p>Counted in windows, because two things are not of an event: the queue allocates some 25 KB of bookkeeping when it maps
 * the next 64 MiB of a cycle file, and the compiler's own constants (a few hundred bytes) are charged to the thread that
 * first needs them. A window without either must show 0 bytes; one object per batch would already show in every window.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FusedPipelineAllocationTest {
    private static final int INSTRUMENTS = 4;
    private static final int SCRIPT = 50_000;
    private static final int WARM_UP_EVENTS = 400_000;
    private static final int WINDOW_EVENTS = 25_000;
    private static final int WINDOWS = 24;
    private static final int MEASURED_EVENTS = WINDOWS * WINDOW_EVENTS;

    @TempDir
    Path data;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingPerEvent() {
        measure(Runs.quickConfig(), engine -> () -> {});
    }

    @Test
    void shouldAllocateNothingPerEventWithASubscriber() {
        final EngineReport report =
                measure(Runs.quickConfig("aeron.egress.enabled", "true"), engine -> new Drain(data)::close);
        assertThat(report.latencies().of(Stage.PUBLISHED).getTotalCount())
                .as("events of batches that went out")
                .isGreaterThan(MEASURED_EVENTS / 1_000);
    }

    @Test
    void shouldAllocateNothingPerEventWithNobodyListening() {
        measure(Runs.quickConfig("aeron.egress.enabled", "true"), engine -> () -> {});
    }

    private EngineReport measure(final EngineConfig config, final Function<Engine, Runnable> listening) {
        final EngineReport report;
        final Meter meter;
        try (Engine engine = Engine.open(data, config)) {
            final Runnable listener = listening.apply(engine);
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
            listener.run();
        }

        System.err.printf(
                "%,d events at %,.0f/s; bytes allocated per window of %,d: engine thread %s, feed thread %s%n",
                MEASURED_EVENTS,
                MEASURED_EVENTS * 1e9 / meter.elapsedNs,
                WINDOW_EVENTS,
                Arrays.toString(meter.engineBytes),
                Arrays.toString(meter.feedBytes));
        assertThat(report.signals()).as("everything is on").isGreaterThan(1_000);
        assertThat(report.eventsIn() + report.duplicates()).isGreaterThan(WARM_UP_EVENTS + MEASURED_EVENTS - 10);
        expectNone("engine thread", meter.engineBytes);
        expectNone("feed thread", meter.feedBytes);
        return report;
    }

    /** A subscriber that reads and forgets. */
    private static final class Drain {
        private final Aeron client;
        private final Subscription subscription;
        private volatile boolean closed;

        private Drain(final Path data) {
            client = OutputTap.connect(data);
            subscription = client.addSubscription("aeron:ipc", 7117);
            final Thread thread = new Thread(() -> {
                while (!closed) {
                    if (subscription.poll((buffer, offset, length, header) -> {}, 256) == 0) {
                        LockSupport.parkNanos(50_000);
                    }
                }
                client.close();
            });
            thread.start();
        }

        private void close() {
            closed = true;
        }
    }

    private static void expectNone(final String thread, final long[] bytesPerWindow) {
        final long total = Arrays.stream(bytesPerWindow).sum();
        assertThat(total / MEASURED_EVENTS).as("bytes per event, %s", thread).isZero();
        assertThat(total).as("bytes in all, %s", thread).isLessThan(MEASURED_EVENTS / 5);
        assertThat(Arrays.stream(bytesPerWindow).filter(bytes -> bytes == 0).count())
                .as("windows without any allocation, %s", thread)
                .isGreaterThanOrEqualTo(WINDOWS / 4);
    }

    /** Reads the counters of both threads at the end of each window, when the engine has taken its events. */
    private final class Meter {
        private final Engine engine;
        private final long engineThreadId;
        private final long feedThreadId = Thread.currentThread().getId();
        private int events;
        private final long[] engineBytes = new long[WINDOWS];
        private final long[] feedBytes = new long[WINDOWS];
        private long engineBefore;
        private long feedBefore;
        private long startNs;
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
            if (events >= WARM_UP_EVENTS && events % WINDOW_EVENTS == 0) {
                endWindow((events - WARM_UP_EVENTS) / WINDOW_EVENTS - 1);
            }
            return events < WARM_UP_EVENTS + MEASURED_EVENTS;
        }

        private void endWindow(final int window) {
            engine.ingress().drain();
            final long feedNow = threads.getThreadAllocatedBytes(feedThreadId);
            final long engineNow = threads.getThreadAllocatedBytes(engineThreadId);
            if (window >= 0) {
                engineBytes[window] = engineNow - engineBefore;
                feedBytes[window] = feedNow - feedBefore;
                elapsedNs = System.nanoTime() - startNs;
            } else {
                startNs = System.nanoTime();
            }
            engineBefore = engineNow;
            feedBefore = feedNow;
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
