package io.millrace.engine.feed.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.aeron.DriverDirectory;
import io.millrace.engine.config.AeronAddress;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedRejectedException;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.NotUsed;
import io.millrace.engine.feed.RejectReason;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.FeedSender;
import io.millrace.engine.testing.JournalRecords;
import io.millrace.engine.testing.JournalRecords.JournalRecord;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds of other processes and threads, over real drivers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LivePumpTest {
    private static final String IPC = "aeron:ipc";
    private static final int STREAM = 1001;
    private static final long FINGERPRINT = 4_711;

    @TempDir
    Path data;

    private static EngineConfig config(final String... keysAndValues) {
        final List<String> all = new ArrayList<>(List.of("aeron.ingress.clock", "events"));
        all.addAll(List.of(keysAndValues));
        return Runs.quickConfig(all.toArray(String[]::new));
    }

    /** What a run left. */
    private record Ran(EngineReport report, FeedTally tally) {}

    /** Runs an engine until the feeds have ended; the pump runs here, the sender on a thread of its own. */
    private Ran run(final EngineConfig config, final boolean strict, final Consumer<FeedSender> sending)
            throws InterruptedException {
        try (Engine engine = Engine.open(data, config)) {
            final LivePump pump = new LivePump(engine, List.of(new AeronAddress(IPC, STREAM)), strict, true);
            final Thread thread = new Thread(() -> {
                try (FeedSender sender =
                        new FeedSender(DriverDirectory.link(data).toString(), IPC, STREAM)) {
                    sending.accept(sender);
                    sender.status(FeedState.ENDED, 0);
                    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                } catch (final RuntimeException | Error e) {
                    e.printStackTrace();
                    pump.requestStop();
                }
            });
            thread.start();
            try {
                pump.run();
            } finally {
                thread.join();
            }
            return new Ran(engine.stop(StopReason.FEED_ENDED), pump.totals());
        }
    }

    private Process sender(
            final Path output,
            final String channel,
            final long fingerprint,
            final long last,
            final long pauseNs,
            final String end) {
        return ChildProcess.start(
                output,
                FeedSender.class,
                DriverDirectory.link(data).toString(),
                channel,
                Integer.toString(STREAM),
                Long.toString(fingerprint),
                "1",
                Long.toString(last),
                Long.toString(pauseNs),
                end);
    }

    private List<FeedState> feedStates() {
        return JournalRecords.of(data, RecordKind.FEED_STATUS).stream()
                .map(LivePumpTest::status)
                .map(FeedStatusDecoder::state)
                .toList();
    }

    private static FeedStatusDecoder status(final JournalRecord record) {
        return new FeedStatusDecoder().wrapAndApplyHeader(record.buffer(), 0, new MessageHeaderDecoder());
    }

    private void expectTradesOnceEach(final long count) {
        final List<JournalRecord> trades = JournalRecords.of(data, RecordKind.TRADE);
        assertThat(trades).hasSize((int) count);
        for (int i = 0; i < trades.size(); i++) {
            final TradeDecoder trade = trades.get(i).trade();
            final long number = i + 1L;
            assertThat(trade.venueTradeId()).isEqualTo(number);
            assertThat(trade.feedPosition()).isEqualTo(number);
            assertThat(trade.eventTimeNs()).isEqualTo(FeedSender.timeNs(number));
            assertThat(trade.price()).isEqualTo(FeedSender.price(number));
            assertThat(trade.quantity()).isEqualTo(FeedSender.quantity(number));
            assertThat(trade.instrumentId()).isEqualTo(1);
            assertThat(trade.aggressor()).isEqualTo(Aggressor.SELLER);
            assertThat(trade.conditions()).isEqualTo(5);
            assertThat(trade.venueCode()).isEqualTo(0x51);
            assertThat(trade.receiveTimeNs()).as("taken at the door").isGreaterThan(RandomMarket.START_NS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {IPC, "aeron:udp?endpoint=localhost:24812"})
    void shouldJournalWhatAnotherProcessSends(final String channel) throws Exception {
        try (Engine engine = Engine.open(data, config())) {
            final LivePump pump = new LivePump(engine, List.of(new AeronAddress(channel, STREAM)), false, true);
            final Process child = sender(data.resolve("sender.txt"), channel, FINGERPRINT, 20_000, 0, "end");
            pump.run();
            assertThat(child.waitFor()).isZero();
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            assertThat(report.signals()).isPositive();
            assertThat(pump.totals().taken()).isEqualTo(20_000);
            assertThat(pump.totals().rejected()).isZero();
        }
        expectTradesOnceEach(20_000);
        assertThat(feedStates()).containsExactly(FeedState.STARTED, FeedState.ENDED);
        assertThat(Runs.replay(data).difference()).isEmpty();
    }

    @Test
    void shouldSurviveTheKillOfASenderAndTakeUpWhereItsSuccessorRepeats() throws Exception {
        try (Engine engine = Engine.open(data, config())) {
            final LivePump pump = new LivePump(engine, List.of(new AeronAddress(IPC, STREAM)), false, true);
            final Thread script = new Thread(() -> killAndStartAgain(engine));
            script.start();
            pump.run();
            script.join();
            engine.stop(StopReason.FEED_ENDED);
            assertThat(pump.totals().skipped()).isPositive();
        }
        expectTradesOnceEach(5_000);
        assertThat(feedStates())
                .containsExactly(FeedState.STARTED, FeedState.STALE, FeedState.RECONNECTED, FeedState.ENDED);
    }

    private void killAndStartAgain(final Engine engine) {
        try {
            final Process first = sender(data.resolve("first.txt"), IPC, FINGERPRINT, 3_000, 0, "hang");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> JournalRecords.of(data, RecordKind.TRADE).size() == 3_000);
            first.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> feedStates().contains(FeedState.STALE));
            assertThat(sender(data.resolve("second.txt"), IPC, FINGERPRINT, 5_000, 0, "end")
                            .waitFor())
                    .isZero();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
        engine.check();
    }

    @Test
    void shouldNotDoubleTradesWhenEngineAndSenderStartAgain() throws InterruptedException {
        final LongConsumer none = i -> {};
        run(config(), false, sender -> trades(sender, FINGERPRINT, 2_000, none));
        final Ran again = run(config(), false, sender -> trades(sender, FINGERPRINT, 2_500, none));
        assertThat(again.tally().skipped()).isEqualTo(2_000);
        expectTradesOnceEach(2_500);
    }

    @Test
    void shouldKnowRepeatedTradesByTheirVenueIdsAlsoWithoutAFingerprint() throws InterruptedException {
        run(config(), false, sender -> trades(sender, 0, 1_000, i -> {}));
        final Ran again = run(config(), false, sender -> trades(sender, 0, 1_500, i -> {}));
        assertThat(again.report().duplicates()).isEqualTo(1_000);
        assertThat(JournalRecords.of(data, RecordKind.TRADE)).hasSize(1_500);
    }

    private static void trades(
            final FeedSender sender, final long fingerprint, final long last, final LongConsumer before) {
        if (fingerprint != 0) {
            sender.status(FeedState.STARTED, fingerprint);
        }
        sender.define(40, "SYM", "TEST", -2, 0);
        for (long i = 1; i <= last; i++) {
            before.accept(i);
            sender.trade(40, FeedSender.timeNs(i), i, i, FeedSender.price(i), FeedSender.quantity(i));
        }
    }

    @Test
    void shouldTakeQuotesAndVenueBarsAndKeepSendersApart() throws InterruptedException {
        run(config(), false, sender -> {
            sender.define(1, "AAA", "TEST", -2, 0);
            sender.quote(1, FeedSender.timeNs(1), 100);
            sender.define(2, "BBB", "TEST", -2, 0);
            sender.bar(2, RandomMarket.START_NS, RandomMarket.SECOND_NS, 500);
            try (FeedSender other = new FeedSender(DriverDirectory.link(data).toString(), IPC, STREAM)) {
                other.define(1, "CCC", "TEST", -2, 0);
                other.trade(1, FeedSender.timeNs(100), 0, -1, 700, 1);
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            }
        });
        assertThat(JournalRecords.of(data, RecordKind.QUOTE)).hasSize(1);
        assertThat(JournalRecords.of(data, RecordKind.EXTERNAL_BAR)).hasSize(1);
        assertThat(JournalRecords.of(data, RecordKind.INSTRUMENT_DEFINED)).hasSize(3);
        assertThat(JournalRecords.of(data, RecordKind.TRADE).get(0).trade().instrumentId())
                .isEqualTo(3);
    }

    @Test
    void shouldRejectWhatMakesNoSenseAndGoOn() throws InterruptedException {
        final long aheadNs = (System.currentTimeMillis() + 3_600_000) * 1_000_000;
        final Ran ran = run(config(), false, sender -> {
            sender.trade(40, FeedSender.timeNs(1), 0, -1, 100, 1);
            sender.define(40, "SYM", "TEST", -2, 0);
            sender.define(40, "OTHER", "TEST", -2, 0);
            sender.define(41, "SYM", "TEST", -40, 0);
            sender.define(42, " ", "TEST", -2, 0);
            sender.trade(40, FeedSender.timeNs(1), 0, -1, 0, 1);
            sender.trade(40, FeedSender.timeNs(1), 0, -1, -5, 1);
            sender.trade(40, FeedSender.timeNs(1), 0, -1, 100, 0);
            sender.trade(40, 0, 0, -1, 100, 1);
            sender.trade(40, aheadNs, 0, -1, 100, 1);
            sender.trade(40, FeedSender.timeNs(1), -1, -1, 100, 1);
            sender.trade(40, FeedSender.timeNs(1), 0, -2, 100, 1);
            sender.quote(40, FeedSender.timeNs(1), -1);
            sender.bar(40, RandomMarket.START_NS, -RandomMarket.SECOND_NS, 100);
            sender.bar(40, RandomMarket.START_NS, RandomMarket.SECOND_NS, 1);
            sender.status(FeedState.GAP, 0);
            sender.send(new UnsafeBuffer(new byte[3]), 0, 3);
            sender.send(new UnsafeBuffer(new byte[64]), 0, 64);
            sender.send(new UnsafeBuffer(new byte[5_000]), 0, 5_000);
            sender.trade(40, FeedSender.timeNs(2), 0, -1, 100, 1);
            sender.status(FeedState.STARTED, FINGERPRINT);
            sender.trade(40, FeedSender.timeNs(3), 0, -1, 100, 1);
        });
        final FeedTally tally = ran.tally();
        assertThat(tally.taken()).isEqualTo(1);
        assertThat(tally.rejected(RejectReason.UNKNOWN_INSTRUMENT)).isEqualTo(1);
        assertThat(tally.rejected(RejectReason.BAD_DEFINITION)).isEqualTo(3);
        assertThat(tally.rejected(RejectReason.BAD_PRICE)).isEqualTo(4);
        assertThat(tally.rejected(RejectReason.BAD_QUANTITY)).isEqualTo(1);
        assertThat(tally.rejected(RejectReason.BAD_TIME)).isEqualTo(3);
        assertThat(tally.rejected(RejectReason.BAD_POSITION)).isEqualTo(2);
        assertThat(tally.rejected(RejectReason.BAD_VALUE)).isEqualTo(2);
        assertThat(tally.rejected(RejectReason.WRONG_SCHEMA)).isEqualTo(1);
        // The short one, and each part of the long one.
        assertThat(tally.rejected(RejectReason.MALFORMED_MESSAGE)).isEqualTo(1 + 4);
        assertThat(tally.firstRejections()).hasSize(FeedTally.MAX_KEPT);
        assertThat(tally.firstRejections().get(0).toString())
                .startsWith("aeron:ipc:1001:")
                .contains("unknown-instrument");
        assertThat(ran.report().eventsIn()).isEqualTo(1);
    }

    @Test
    void shouldEndAtTheFirstRejectionWhenStrict() {
        assertThatThrownBy(() -> run(config(), true, sender -> {
                    sender.define(40, "SYM", "TEST", -2, 0);
                    sender.trade(40, FeedSender.timeNs(1), 0, -1, 0, 1);
                }))
                .isInstanceOf(FeedRejectedException.class)
                .hasMessageContaining("bad-price");
    }

    @Test
    void shouldSurviveAnyBytes() throws InterruptedException {
        final long seed = 20_261_121;
        final int messages = 30_000;
        final AtomicInteger wrongLengths = new AtomicInteger();
        final Ran ran = run(config(), false, sender -> {
            final Random random = new Random(seed);
            sender.define(40, "SYM", "TEST", -2, 0);
            final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
            for (int i = 1; i <= messages; i++) {
                FeedSender.encodeTrade(message, 40, FeedSender.timeNs(i), 0, -1, FeedSender.price(i), 1);
                int length = 8 + TradeDecoder.BLOCK_LENGTH;
                switch (random.nextInt(4)) {
                    case 0 -> {
                        length = (length + 1 + random.nextInt(199)) % 200;
                        wrongLengths.incrementAndGet();
                    }
                    case 1 -> message.putByte(random.nextInt(length), (byte) random.nextInt(256));
                    case 2 -> message.putShort(2 * random.nextInt(4), (short) random.nextInt(80));
                    default -> message.putLong(8 + 8 * random.nextInt(9), random.nextLong());
                }
                // FeedStatus ENDED, which a random template id can make, would end the run.
                if (message.getShort(2) != FeedStatusDecoder.TEMPLATE_ID) {
                    sender.send(message, 0, length);
                } else {
                    sender.send(message, 0, 1);
                }
            }
        });
        final FeedTally tally = ran.tally();
        assertThat(tally.rejected()).as("seed %d", seed).isGreaterThan(messages / 4);
        assertThat(tally.rejected(RejectReason.MALFORMED_MESSAGE))
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(wrongLengths.get());
        assertThat(tally.taken()).as("seed %d", seed).isPositive();
        assertThat(tally.lines()).isEqualTo(messages + 2);
        assertThat(Runs.replay(data).difference()).as("seed %d", seed).isEmpty();
    }

    @Test
    void shouldCloseBarsByTheClockOfTheMachineWithoutAnotherTrade() throws InterruptedException {
        try (Engine engine = Engine.open(data, config("aeron.ingress.clock", "wall"))) {
            final LivePump pump = new LivePump(engine, List.of(new AeronAddress(IPC, STREAM)), false, false);
            final Thread feed = new Thread(pump::run);
            feed.start();
            try (FeedSender sender = new FeedSender(DriverDirectory.link(data).toString(), IPC, STREAM)) {
                sender.define(40, "SYM", "TEST", -2, 0);
                sender.trade(40, System.currentTimeMillis() * 1_000_000, 0, -1, 100, 1);
                await().atMost(Duration.ofSeconds(8))
                        .until(() ->
                                !JournalRecords.of(data, RecordKind.BAR_CLOSED).isEmpty());
            }
            pump.requestStop();
            feed.join();
            engine.stop(StopReason.REQUESTED);
        }
        final JournalRecord tick =
                JournalRecords.of(data, RecordKind.CLOCK_ADVANCED).get(0);
        final TradeDecoder trade =
                JournalRecords.of(data, RecordKind.TRADE).get(0).trade();
        final long tickNs = Records.eventTimeNs(tick.buffer(), 0);
        assertThat(tickNs % RandomMarket.SECOND_NS).isZero();
        assertThat(tickNs - trade.eventTimeNs()).isBetween(1L, RandomMarket.SECOND_NS);
        assertThat(Runs.replay(data).difference()).isEmpty();
    }

    @Test
    void shouldDropWhenTheRingIsFullAndTellTheJournalHowMany() throws InterruptedException {
        final EngineConfig config = config(
                "aeron.ingress.when-full",
                "drop",
                "ring.size",
                "64",
                "batch.max-records",
                "1",
                "journal.durability",
                "each");
        final Ran ran = run(config, false, sender -> trades(sender, 0, 3_000, i -> {}));
        final long dropped = ran.tally().notUsed(NotUsed.RING_FULL);
        assertThat(dropped).isPositive();
        assertThat(ran.tally().taken() + dropped).isEqualTo(3_000);
        long told = 0;
        for (final JournalRecord record : JournalRecords.of(data, RecordKind.FEED_STATUS)) {
            final FeedStatusDecoder status = status(record);
            if (status.state() == FeedState.GAP && status.receiveTimeNs() != 0) {
                told += status.count();
            }
        }
        assertThat(told).isEqualTo(dropped);
    }

    @Test
    void shouldWaitWhenTheRingIsFullAndLoseNothing() throws InterruptedException {
        final EngineConfig config = config("ring.size", "64", "batch.max-records", "1", "journal.durability", "each");
        final Ran ran = run(config, false, sender -> trades(sender, FINGERPRINT, 1_500, i -> {}));
        assertThat(ran.tally().taken()).isEqualTo(1_500);
        expectTradesOnceEach(1_500);
    }

    @Test
    void shouldCountRejectionsForOthersToSee() throws InterruptedException {
        try (Engine engine = Engine.open(data, config())) {
            final LivePump pump = new LivePump(engine, List.of(new AeronAddress(IPC, STREAM)), false, false);
            final Thread feed = new Thread(pump::run);
            feed.start();
            try (FeedSender sender = new FeedSender(DriverDirectory.link(data).toString(), IPC, STREAM)) {
                sender.trade(1, FeedSender.timeNs(1), 0, -1, 100, 1);
                await().until(() -> engine.counter(EngineCounter.FEED_REJECTED).get() == 1);
            }
            pump.requestStop();
            feed.join();
            engine.stop(StopReason.REQUESTED);
        }
    }
}
