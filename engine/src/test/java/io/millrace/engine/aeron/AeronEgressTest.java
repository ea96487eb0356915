package io.millrace.engine.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.client.OutputHandler;
import io.millrace.engine.client.OutputSubscriber;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.testing.JournalRecords;
import io.millrace.engine.testing.JournalRecords.JournalRecord;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.OutputTap;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber gets of an engine, with real drivers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AeronEgressTest {
    private static final int STREAM = 7117;
    private static final String IPC = "aeron:ipc";
    private static final Set<RecordKind> PUBLISHED = Set.of(RecordKind.SIGNAL, RecordKind.BAR_CLOSED);

    @TempDir
    Path data;

    private static EngineConfig config(final String... keysAndValues) {
        final List<String> all = new ArrayList<>(List.of("aeron.egress.enabled", "true"));
        all.addAll(List.of(keysAndValues));
        return Runs.quickConfig(all.toArray(String[]::new));
    }

    private static void feed(final Engine engine, final List<MarketEvent> events, final long fingerprint) {
        new FeedPump(engine, List.of(ListFeed.lane("SYM", events, fingerprint, position -> {})), Pace.MAX).run();
    }

    private static List<JournalRecord> published(final Path directory) {
        return JournalRecords.of(directory).stream()
                .filter(record -> PUBLISHED.contains(record.kind()))
                .toList();
    }

    private static byte[] bytes(final JournalRecord record) {
        final byte[] bytes = new byte[record.buffer().capacity()];
        record.buffer().getBytes(0, bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {IPC, "aeron:udp?endpoint=localhost:24811"})
    void shouldPublishTheBytesOfTheJournalInTheirOrder(final String channel) throws InterruptedException {
        final EngineReport report;
        final List<OutputTap.Message> messages;
        try (Engine engine =
                Engine.open(data, config("aeron.egress.channel", '"' + channel + '"', "aeron.term-length", "16MiB"))) {
            try (OutputTap tap = OutputTap.open(data, channel, STREAM)) {
                feed(engine, new RandomMarket(1).ticks(6_000), 1);
                report = engine.stop(StopReason.FEED_ENDED);
                final int expected = published(data).size();
                await().atMost(Duration.ofSeconds(5)).until(() -> tap.messages().size() >= expected);
                messages = List.copyOf(tap.messages());
            }
        }
        final List<JournalRecord> journaled = published(data);
        assertThat(report.signals()).isPositive();
        assertThat(messages).hasSameSizeAs(journaled);
        long previous = 0;
        for (int i = 0; i < messages.size(); i++) {
            assertThat(messages.get(i).bytes()).isEqualTo(bytes(journaled.get(i)));
            assertThat(messages.get(i).previous()).isEqualTo(previous);
            previous = messages.get(i).sequence();
        }
    }

    @Test
    void shouldNeverShowARecordThatTheJournalDoesNotHold() throws InterruptedException {
        try (Engine engine = Engine.open(data, config("aeron.term-length", "16MiB", "batch.max-records", "4"));
                JournalTailer tailer = JournalTailer.open(Runs.journal(data));
                OutputTap tap = OutputTap.open(data, IPC, STREAM, sequence -> requireReadable(tailer, sequence))) {
            feed(engine, new RandomMarket(2).ticks(20_000), 1);
            engine.stop(StopReason.FEED_ENDED);
            assertThat(tap.messages().size()).isGreaterThan(1_000);
        }
    }

    /** At the moment at which a subscriber has a sequence, a reader of the journal must not have to wait for it. */
    private static void requireReadable(final JournalTailer tailer, final long sequence) {
        while (tailer.position().sequence() < sequence) {
            // The queue may answer once with nothing when it changes the cycle.
            final boolean read = tailer.poll(batch -> {});
            final boolean readAgain = read || tailer.poll(batch -> {});
            if (!readAgain) {
                throw new AssertionError("sequence " + sequence + " was published, the journal ends at "
                        + tailer.position().sequence());
            }
        }
    }

    @Test
    void shouldGoOnWithASubscriberThatStandsStillAndShowItWhatItMissed() {
        final List<MarketEvent> first = new RandomMarket(3).ticks(60_000);
        final long spanNs = first.get(first.size() - 1).eventTimeNs() - RandomMarket.START_NS + RandomMarket.MINUTE_NS;
        final List<MarketEvent> second = new ArrayList<>();
        for (final MarketEvent event : new RandomMarket(4).ticks(200)) {
            second.add(MarketEvent.trade(event.eventTimeNs() + spanNs, -1, event.price(), 10));
        }
        final Collected collected = new Collected();
        try (Engine engine = Engine.open(data, config("aeron.term-length", "64KiB"));
                Aeron client = OutputTap.connect(data)) {
            final Subscription subscription = client.addSubscription(IPC, STREAM);
            await().until(subscription::isConnected);
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            final OutputSubscriber subscriber = new OutputSubscriber(
                    subscription,
                    collected,
                    Runs.journal(data),
                    Set.of(SignalDecoder.TEMPLATE_ID, BarClosedDecoder.TEMPLATE_ID));
            feed(engine, first, 1);
            assertThat(engine.counter(EngineCounter.EGRESS_DROPPED).get()).isPositive();
            poll(subscriber);
            assertThat(collected.gaps)
                    .as("the last ones were dropped, so nothing can tell yet")
                    .isZero();
            // The publisher hears of the room from the driver.
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            feed(engine, second, 2);
            poll(subscriber);
            engine.stop(StopReason.FEED_ENDED);
        }
        assertThat(collected.gaps).isPositive();
        assertThat(collected.fromJournal).isPositive();
        assertThat(collected.sequences)
                .isEqualTo(published(data).stream()
                        .map(JournalRecord::sequence)
                        .filter(sequence -> sequence <= collected.sequences.get(collected.sequences.size() - 1))
                        .toList());
    }

    private static void poll(final OutputSubscriber subscriber) {
        while (subscriber.poll(256) > 0) {
            // Until nothing is there.
        }
    }

    @Test
    void shouldGiveTheSameOutputsWithASubscriberThatStandsStill() {
        final List<MarketEvent> events = new RandomMarket(5).ticks(20_000);
        final EngineReport without = Runs.run(
                data.resolve("without"), Runs.quickConfig(), List.of(ListFeed.lane("SYM", events, 1, position -> {})));
        final Path with = data.resolve("with");
        try (Engine engine = Engine.open(with, config("aeron.term-length", "64KiB"));
                Aeron client = OutputTap.connect(with)) {
            final Subscription subscription = client.addSubscription(IPC, STREAM);
            await().until(subscription::isConnected);
            feed(engine, events, 1);
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            assertThat(report.outputDigest()).isEqualTo(without.outputDigest());
            assertThat(report.stateDigest()).isEqualTo(without.stateDigest());
        }
    }

    @Test
    void shouldCountWhatNobodyListensTo() {
        try (Engine engine = Engine.open(data, config("aeron.egress.bars", "false"))) {
            feed(engine, new RandomMarket(6).ticks(5_000), 1);
            final long signals = JournalRecords.of(data, RecordKind.SIGNAL).size();
            assertThat(signals).isPositive();
            assertThat(engine.counter(EngineCounter.EGRESS_NOT_CONNECTED).get()).isEqualTo(signals);
            assertThat(engine.counter(EngineCounter.EGRESS_PUBLISHED).get()).isZero();
            engine.stop(StopReason.FEED_ENDED);
        }
    }

    @Test
    void shouldBringTheWayOutBackWhenItsClientWasClosed() throws InterruptedException {
        final List<MarketEvent> events = new RandomMarket(7).ticks(6_000);
        try (Engine engine = Engine.open(data, config("aeron.term-length", "16MiB"))) {
            engine.transport().client().close();
            feed(engine, events.subList(0, 3_000), 1);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> engine.counter(EngineCounter.EGRESS_REBUILDS).get() >= 1);
            try (OutputTap tap = OutputTap.open(data, IPC, STREAM)) {
                feed(engine, events.subList(3_000, 6_000), 2);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> !tap.messages().isEmpty());
            }
            long accounted = 0;
            for (final EngineCounter each : List.of(
                    EngineCounter.EGRESS_PUBLISHED,
                    EngineCounter.EGRESS_DROPPED,
                    EngineCounter.EGRESS_NOT_CONNECTED,
                    EngineCounter.EGRESS_FAILED)) {
                accounted += engine.counter(each).get();
            }
            assertThat(accounted)
                    .as("each record is counted once")
                    .isEqualTo(published(data).size());
            engine.stop(StopReason.FEED_ENDED);
        }
    }

    private static final class Collected implements OutputHandler {
        private final List<Long> sequences = new ArrayList<>();
        private int gaps;
        private int fromJournal;

        @Override
        public void onRecord(
                final long sequence,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length,
                final boolean journaled) {
            sequences.add(sequence);
            fromJournal += journaled ? 1 : 0;
        }

        @Override
        public void onGap(final long afterSequence, final long beforeSequence, final boolean certain) {
            assertThat(certain).isTrue();
            gaps++;
        }
    }
}
