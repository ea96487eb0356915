package io.millrace.engine.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.input.InputWriter;
import io.millrace.engine.metrics.Stage;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.CrashChild;
import io.millrace.engine.testing.JournalRecords;
import io.millrace.engine.testing.JournalRecords.JournalRecord;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.record.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class WarmUpTest {
    private static final int EVENTS = 3_000;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldLeaveNoTrace(final LayoutKind layout) throws IOException {
        final Path cold = data.resolve("cold");
        final Path warm = data.resolve("warm");
        final EngineReport without = Runs.run(cold, config(layout, "0ms"), lanes());
        final EngineReport with = Runs.run(warm, config(layout, "300ms"), lanes());

        assertThat(with.stateDigest()).isEqualTo(without.stateDigest());
        assertThat(with.outputDigest()).isEqualTo(without.outputDigest());
        assertThat(with.lastSequence()).isEqualTo(without.lastSequence());
        assertThat(with.duplicates()).isEqualTo(without.duplicates());
        assertThat(with.latencies().of(Stage.COMMITTED).getTotalCount())
                .isEqualTo(without.latencies().of(Stage.COMMITTED).getTotalCount());
        assertThat(names(warm)).isEqualTo(names(cold));

        final List<JournalRecord> expected = JournalRecords.of(cold);
        final List<JournalRecord> found = JournalRecords.of(warm);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).kind()).isEqualTo(expected.get(i).kind());
            final JournalRecord record = found.get(i);
            assertThat(record.kind()).isEqualTo(expected.get(i).kind());
            // Inputs and control records carry the time of the wall.
            if (record.kind().category() == RecordKind.Category.OUTPUT) {
                assertThat(record.buffer()).isEqualTo(expected.get(i).buffer());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "100ms"})
    void shouldClearAwayWhatAKilledOneHasLeft(final String warmUp) throws IOException {
        final Path left = new DataDirectory(data).scratch().resolve("journal");
        Files.createDirectories(left);
        Files.writeString(left.resolve("metadata.cq4t"), "half written");
        final EngineReport report = Runs.run(data, config(LayoutKind.FUSED, warmUp), lanes());
        assertThat(report.eventsIn()).isPositive();
        assertThat(new DataDirectory(data).scratch()).doesNotExist();
        assertThat(Runs.replay(data).stateDigest()).isEqualTo(report.stateDigest());
    }

    @Test
    void shouldNotDisturbTheNextStartWhenItIsKilled() throws Exception {
        final Path file = Files.writeString(data.resolve("trades.csv"), "1,61000.00,0.010,610.00,1723161255000,true\n");
        final Path directory = data.resolve("killed");
        final Path output = data.resolve("child.txt");
        final Process child = ChildProcess.start(
                output,
                CrashChild.class,
                List.of(directory.toString(), "binance-trades", file.toString(), "BTCUSDT", "max", "warm-up", "1m")
                        .toArray(String[]::new));
        try {
            final Path counters = new DataDirectory(directory).scratch().resolve("counters.dat");
            await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(counters));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(output)).doesNotContain("engine is open");
        assertThat(new DataDirectory(directory).scratch()).exists();

        final EngineReport report = Runs.run(directory, config(LayoutKind.FUSED, "100ms"), lanes());
        assertThat(report.atStart().eventsIn()).isZero();
        assertThat(new DataDirectory(directory).scratch()).doesNotExist();
        assertThat(Runs.replay(directory).identical()).isTrue();
    }

    @Test
    void shouldStartColdWhenThereIsNoPlaceToWarmUp() throws IOException {
        final Path file = Files.writeString(data.resolve("file"), "");
        new WarmUp(config(LayoutKind.FUSED, "100ms"), file.resolve("below")).run();
        assertThat(Files.readString(file)).isEmpty();
    }

    /** What it does not bring on would meet the compiler in earnest. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBringEverythingOn(final boolean defaults) {
        final EngineConfig config = defaults ? EngineConfig.defaults() : Runs.quickConfig();
        final EngineReport report;
        try (Engine engine = Engine.open(data, config)) {
            final WarmUpMarket market = new WarmUpMarket(new InputWriter(engine.ingress()), config);
            market.define();
            for (int i = 0; i < 40_000; i++) {
                market.publish();
            }
            report = engine.stop(StopReason.FEED_ENDED);
        }
        assertThat(report.bars()).isGreaterThan(5_000);
        assertThat(report.signals()).isGreaterThan(20);
        assertThat(report.blocked()).isGreaterThan(20);
        assertThat(report.duplicates()).isGreaterThan(20);
        assertThat(JournalRecords.of(data, RecordKind.FEED_STATUS)).hasSizeGreaterThan(60);
    }

    private static EngineConfig config(final LayoutKind layout, final String warmUp) {
        return Runs.quickConfig("layout", layout.name(), "warm-up", warmUp);
    }

    private static List<FeedLane> lanes() {
        return List.of(ListFeed.lane("AAA", new RandomMarket(5).ticks(EVENTS), 1, position -> {}));
    }

    private static List<String> names(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.endsWith(".hlog") && !name.endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }
}
