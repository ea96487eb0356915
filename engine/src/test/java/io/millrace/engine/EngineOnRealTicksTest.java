package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.feed.Feeds;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EngineOnRealTicksTest {
    @TempDir
    Path data;

    @Test
    void shouldGiveTheSameBitsTwice() {
        final Path file = SharedData.require("crypto/binance-usdm-btcusdt-trades-2024-08-08.csv.gz");
        final EngineReport first = run(data.resolve("a"), file, Map.of());
        final EngineReport second = run(
                data.resolve("b"),
                file,
                Map.of("millrace.engine.ring.size", "64", "millrace.engine.batch.max-records", "7"));

        System.err.println(first);
        assertThat(first.eventsIn()).isEqualTo(21_313);
        assertThat(second.outputDigest()).isEqualTo(first.outputDigest());
        assertThat(second.stateDigest()).isEqualTo(first.stateDigest());
        try (Replay replay =
                new Replay(new DataDirectory(data.resolve("a")).journal(), EngineConfig.defaults(), s -> {})) {
            final ReplayReport report = replay.run();
            assertThat(report.difference()).isEmpty();
            assertThat(report.outputDigest()).isEqualTo(first.outputDigest());
            assertThat(report.stateDigest()).isEqualTo(first.stateDigest());
        }
        final EngineReport again = run(data.resolve("a"), file, Map.of());
        assertThat(again.eventsIn()).isEqualTo(21_313);
        assertThat(again.outputDigest()).isEqualTo(first.outputDigest());
        assertThat(again.stateDigest()).isEqualTo(first.stateDigest());
    }

    private static EngineReport run(final Path directory, final Path file, final Map<String, String> overrides) {
        final FeedSpec spec = FeedSpec.of("binance-trades", file, "BTCUSDT", "BINANCE");
        try (Engine engine = Engine.open(directory, EngineConfig.load(Optional.empty(), overrides))) {
            final FeedPump pump = new FeedPump(
                    engine,
                    List.of(new FeedLane(
                            new Instrument("BTCUSDT", "BINANCE", spec.priceExponent(), spec.quantityExponent()),
                            List.of(new FeedLane.Source() {
                                @Override
                                public FeedReader open() {
                                    return Feeds.open(spec);
                                }

                                @Override
                                public long sizeBytes() {
                                    return file.toFile().length();
                                }
                            }))),
                    Pace.MAX);
            pump.run();
            return engine.stop(StopReason.FEED_ENDED);
        }
    }
}
