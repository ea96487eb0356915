package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.pipeline.EngineFailedException;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when an input cannot be taken: nothing is skipped, nothing hangs, nothing is lost. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailedEngineTest {
    private static final List<MarketEvent> MARKET = new RandomMarket(8).ticks(3_000);

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldHaltAtAPoisonedInputRecordItAndGoOnAfterwardsWithoutLoss(final LayoutKind layout) throws IOException {
        final EngineReport whole = Runs.run(
                data.resolve("whole"), Runs.quickConfig(), List.of(ListFeed.lane("AAA", MARKET, 1, position -> {})));
        final Path directory = data.resolve("poisoned");
        try (Engine engine = Engine.open(directory, Runs.quickConfig("ring.size", "64", "layout", layout.name()))) {
            final Ingress ingress = engine.ingress();
            final FeedPump pump = new FeedPump(
                    engine,
                    List.of(ListFeed.lane("AAA", MARKET, 1, position -> {
                        if (position == 1_000) {
                            poison(ingress);
                        }
                    })),
                    Pace.MAX);

            assertThatThrownBy(pump::run)
                    .isInstanceOf(EngineFailedException.class)
                    .hasMessageContaining("instrument 4711 was never defined")
                    .hasMessageContaining("in the batch that begins at sequence ")
                    .hasMessageContaining("67120000"); // 4711, lowest byte first
            assertThatThrownBy(engine::check).isInstanceOf(EngineFailedException.class);
            assertThatThrownBy(() -> engine.stop(StopReason.FEED_ENDED)).isInstanceOf(EngineFailedException.class);
        }
        final List<String> errors = new ArrayList<>();
        ErrorLogReader.read(
                errorsOf(directory), (count, first, last, encodedException) -> errors.add(encodedException));
        assertThat(errors).singleElement().asString().contains("67120000");

        final EngineReport after =
                Runs.run(directory, Runs.quickConfig(), List.of(ListFeed.lane("AAA", MARKET, 1, position -> {})));
        assertThat(after.stateDigest()).isEqualTo(whole.stateDigest());
        assertThat(after.outputDigest()).isEqualTo(whole.outputDigest());
        assertThat(directory.resolve("errors.dat.previous")).exists();
        assertThat(JournalVerifier.verify(Runs.journal(directory)).damage()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldNotLetAFullRingHangTheFeedOfAFailedEngine(final LayoutKind layout) {
        try (Engine engine = Engine.open(data, Runs.quickConfig("ring.size", "64", "layout", layout.name()))) {
            final Ingress ingress = engine.ingress();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            poison(ingress);
                        }
                    })
                    .isInstanceOf(EngineFailedException.class);
            assertThatThrownBy(ingress::drain).isInstanceOf(EngineFailedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldNotLetAFullRingHangTheFeedOfAnEngineThatIsClosed(final LayoutKind layout) throws InterruptedException {
        final Engine engine = Engine.open(data, Runs.quickConfig("ring.size", "64", "layout", layout.name()));
        final Thread closer = new Thread(engine::close, "closer");
        final FeedPump pump = new FeedPump(
                engine,
                List.of(ListFeed.lane("AAA", MARKET, 1, position -> {
                    if (position == 1_000) {
                        closer.start();
                    }
                })),
                Pace.MAX);

        assertThatThrownBy(pump::run).isInstanceOf(EngineFailedException.class).hasMessageContaining("was stopped");
        closer.join();
    }

    @Test
    void shouldUseASlotAgainThatAnEncoderLeft() {
        final EngineReport report;
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            final Ingress ingress = engine.ingress();
            final RingSlot left = ingress.claim();
            left.buffer().setMemory(0, RingSlot.SLOT_BYTES, (byte) 0xFF);
            assertThat(ingress.claim()).isSameAs(left);
            new FeedPump(engine, List.of(ListFeed.lane("AAA", MARKET.subList(0, 100), 1, position -> {})), Pace.MAX)
                    .run();
            report = engine.stop(StopReason.FEED_ENDED);
        }
        assertThat(report.eventsIn() + report.duplicates()).isEqualTo(100);
        assertThat(Runs.replay(data).identical()).isTrue();
    }

    @Test
    void shouldRefuseAtTheDoorWhatTheStateHasNoRoomFor() {
        final EngineReport report;
        try (Engine engine =
                Engine.open(data, Runs.quickConfig("state.max-instruments", "1", "state.max-feeds", "2"))) {
            run(engine, "AAA", 1);
            assertThatThrownBy(() -> run(engine, "BBB", 2))
                    .isInstanceOf(ConfigurationError.class)
                    .hasMessageContaining("millrace.engine.state.max-instruments");
            run(engine, "AAA", 2);
            assertThatThrownBy(() -> run(engine, "AAA", 3))
                    .isInstanceOf(ConfigurationError.class)
                    .hasMessageContaining("millrace.engine.state.max-feeds");
            engine.check();
            report = engine.stop(StopReason.FEED_ENDED);
        }
        assertThat(report.eventsIn()).isPositive();
        assertThat(Runs.replay(data).stateDigest()).isEqualTo(report.stateDigest());
    }

    private static void run(final Engine engine, final String symbol, final long fingerprint) {
        new FeedPump(
                        engine,
                        List.of(ListFeed.lane(symbol, MARKET.subList(0, 50), fingerprint, position -> {})),
                        Pace.MAX)
                .run();
    }

    private static void poison(final Ingress ingress) {
        final RingSlot slot = ingress.claim();
        new TradeEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, new MessageHeaderEncoder())
                .eventTimeNs(1)
                .instrumentId(4_711)
                .feedId(1)
                .venueTradeId(1)
                .price(1)
                .quantity(1);
        ingress.publish(MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH);
    }

    private static AtomicBuffer errorsOf(final Path directory) throws IOException {
        return new UnsafeBuffer(Files.readAllBytes(directory.resolve("errors.dat")));
    }
}
