package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.pipeline.EngineFailedException;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.engine.testing.JournalRecords;
import io.millrace.engine.testing.JournalRecords.JournalRecord;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event that ends every start is set aside after the third, in the journal's sight; nothing else ever is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PoisonedInputTest {
    private static final EngineConfig CONFIG = Runs.quickConfig();
    private static final List<MarketEvent> MARKET = new RandomMarket(8).ticks(200);
    private static final int NO_INSTRUMENT = 4_711;
    private static final int POISON_POSITION = 101;

    @TempDir
    Path data;

    private long receiveTimeNs = 1;

    @BeforeEach
    void feedTheFirstHalf() {
        Runs.run(data, CONFIG, List.of(ListFeed.lane("AAA", MARKET.subList(0, 100), 1, position -> {})));
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldSetAsideWhatHasEndedThreeStarts(final LayoutKind layout) {
        final EngineConfig config = Runs.quickConfig("layout", layout.name());
        for (int start = 1; start <= 3; start++) {
            assertThat(poisonEnds(config, POISON_POSITION))
                    .as("start %d", start)
                    .isTrue();
            assertThat(quarantined()).isEmpty();
        }
        final EngineReport report;
        try (Engine engine = Engine.open(data, config)) {
            publish(engine, POISON_POSITION, NO_INSTRUMENT);
            engine.ingress().drain();
            assertThat(engine.state().feeds().position(1)).isEqualTo(POISON_POSITION);
            // The feed goes on behind it, and a restart does too.
            new FeedPump(
                            engine,
                            List.of(ListFeed.lane(
                                    "AAA",
                                    MARKET,
                                    1,
                                    position -> assertThat(position).isGreaterThan(POISON_POSITION))),
                            Pace.MAX)
                    .run();
            report = engine.stop(StopReason.FEED_ENDED);
        }
        assertThat(quarantined()).singleElement().satisfies(status -> {
            assertThat(status.feedId()).isEqualTo(1);
            assertThat(status.feedPosition()).isEqualTo(POISON_POSITION);
            assertThat(status.instrumentId()).isEqualTo(NO_INSTRUMENT);
            assertThat(status.stream()).isEqualTo(StreamKind.TRADES);
            assertThat(status.origin()).isEqualTo(FeedOrigin.FEED);
            assertThat(status.count()).isEqualTo(3);
            assertThat(status.fingerprint()).isNotZero();
        });
        assertThat(data.resolve("failed-inputs.json")).doesNotExist();
        final ReplayReport replay = Runs.replay(data);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(report.stateDigest());
        assertThat(JournalVerifier.verify(Runs.journal(data)).damage()).isEmpty();
    }

    @Test
    void shouldCountEachEventByItself() {
        for (int start = 0; start < 2; start++) {
            assertThat(poisonEnds(101)).isTrue();
            assertThat(poisonEnds(102)).isTrue();
        }
        assertThat(poisonEnds(101)).isTrue();
        assertThat(poisonEnds(102)).as("its third").isTrue();
        assertThat(poisonEnds(101)).isFalse();
        assertThat(poisonEnds(103)).as("another one").isTrue();
    }

    @Test
    void shouldForgetWhatAnOrderlyRunHasPassed() {
        assertThat(poisonEnds(POISON_POSITION)).isTrue();
        assertThat(poisonEnds(POISON_POSITION)).isTrue();
        Runs.run(data, CONFIG, List.of(ListFeed.lane("AAA", MARKET.subList(0, 100), 1, position -> {})));
        assertThat(data.resolve("failed-inputs.json")).doesNotExist();
        for (int start = 1; start <= 3; start++) {
            assertThat(poisonEnds(POISON_POSITION)).as("start %d", start).isTrue();
        }
        assertThat(poisonEnds(POISON_POSITION)).isFalse();
    }

    @Test
    void shouldNeverSetAsideWhatOthersRelyOn() {
        for (int start = 1; start <= 5; start++) {
            try (Engine engine = Engine.open(data, CONFIG)) {
                final RingSlot slot = engine.ingress().claim();
                new InstrumentDefinedEncoder()
                        .wrapAndApplyHeader(slot.buffer(), 0, new MessageHeaderEncoder())
                        .instrumentId(77);
                engine.ingress().publish(MessageHeaderEncoder.ENCODED_LENGTH + InstrumentDefinedEncoder.BLOCK_LENGTH);
                assertThatThrownBy(() -> engine.ingress().drain()).isInstanceOf(EngineFailedException.class);
            }
        }
        assertThat(data.resolve("failed-inputs.json")).doesNotExist();
        assertThat(quarantined()).isEmpty();
    }

    /** True when an event that no handler can take has ended the engine. */
    private boolean poisonEnds(final int position) {
        return poisonEnds(CONFIG, position);
    }

    private boolean poisonEnds(final EngineConfig config, final int position) {
        try (Engine engine = Engine.open(data, config)) {
            publish(engine, position, NO_INSTRUMENT);
            engine.ingress().drain();
            return false;
        } catch (final EngineFailedException e) {
            assertThat(e).hasMessageContaining("instrument 4711 was never defined");
            return true;
        }
    }

    private void publish(final Engine engine, final int position, final int instrumentId) {
        final RingSlot slot = engine.ingress().claim();
        new TradeEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, new MessageHeaderEncoder())
                .sequence(position)
                .eventTimeNs(1)
                // Each time that it is offered it comes in at another time.
                .receiveTimeNs(receiveTimeNs++)
                .instrumentId(instrumentId)
                .feedId(1)
                .feedPosition(position)
                .venueTradeId(position)
                .price(1)
                .quantity(1)
                .conditions(0)
                .venueCode(0);
        engine.ingress().publish(MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH);
    }

    private List<FeedStatusDecoder> quarantined() {
        return JournalRecords.of(data).stream()
                .filter(record -> record.kind() == RecordKind.FEED_STATUS)
                .map(PoisonedInputTest::decode)
                .filter(status -> status.state() == FeedState.QUARANTINED)
                .toList();
    }

    private static FeedStatusDecoder decode(final JournalRecord record) {
        return new FeedStatusDecoder().wrapAndApplyHeader(record.buffer(), 0, new MessageHeaderDecoder());
    }
}
