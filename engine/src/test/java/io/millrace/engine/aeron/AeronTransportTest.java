package io.millrace.engine.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.millrace.engine.Engine;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.EgressChild;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.OutputTap;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that are there, are not, die, and leave things behind. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AeronTransportTest {
    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private static EngineConfig config(final String... keysAndValues) {
        final List<String> all = new ArrayList<>(List.of("aeron.egress.enabled", "true"));
        all.addAll(List.of(keysAndValues));
        return Runs.quickConfig(all.toArray(String[]::new));
    }

    private void expectNothingLeft() {
        assertThat(Files.exists(DriverDirectory.link(data()), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(DriverDirectory.of(config().aeron(), data())).doesNotExist();
        // The lock is free and the directory good.
        try (Engine engine = Engine.open(data(), Runs.quickConfig())) {
            engine.stop(StopReason.REQUESTED);
        }
    }

    @Test
    void shouldRefuseAChannelThatTheDriverRefuses() {
        assertThatThrownBy(() ->
                        Engine.open(data(), config("aeron.egress.channel", "\"aeron:udp?endpoint=localhost:99999\"")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("aeron:udp?endpoint=localhost:99999")
                .hasMessageContaining("correct the channel");
        expectNothingLeft();
    }

    @Test
    void shouldSayWithinSecondsThatNoDriverRuns() {
        final long startNs = System.nanoTime();
        assertThatThrownBy(() -> Engine.open(
                        data(),
                        config("aeron.driver", "external", "aeron.directory", "\"" + directory.resolve("none") + "\"")))
                .isInstanceOf(AeronUnavailableException.class)
                .hasMessageContaining(directory.resolve("none").toString())
                .hasMessageContaining("start it");
        assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(5));
        expectNothingLeft();
    }

    @Test
    void shouldSayHowMuchSharedMemoryIsMissing() {
        final Path parent = Path.of("/dev/shm");
        EmbeddedDriver.requireRoom(parent, 64L << 20, 1 << 20);
        assertThatThrownBy(() -> EmbeddedDriver.requireRoom(parent, 20L << 20, 1 << 20))
                .isInstanceOf(AeronUnavailableException.class)
                .hasMessage("the media driver needs 25 MiB in /dev/shm, free are 20 MiB: give it more (docker run"
                        + " --shm-size=256m), lower millrace.engine.aeron.term-length, or name another place with"
                        + " millrace.engine.aeron.directory");
    }

    @Test
    void shouldTakeNoMoreSharedMemoryThanItSays() throws IOException {
        try (Engine engine = Engine.open(data(), config())) {
            final long bytes;
            try (Stream<Path> files = Files.walk(engine.transport().directory())) {
                bytes = files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
            System.err.printf("files of the driver with one stream: %,d bytes%n", bytes);
            assertThat(bytes).isBetween(13L << 20, 16L << 20);
            engine.stop(StopReason.REQUESTED);
        }
        expectNothingLeft();
    }

    @Test
    void shouldStartOverWhatAKilledEngineLeft() throws Exception {
        final Path output = directory.resolve("child.txt");
        final Process child = ChildProcess.start(output, EgressChild.class, data().toString());
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readString(output).contains("engine is open"));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(DriverDirectory.link(data())).isSymbolicLink();
        assertThat(DriverDirectory.of(config().aeron(), data())).isDirectory();
        try (Engine engine = Engine.open(data(), config());
                OutputTap tap = OutputTap.open(data(), "aeron:ipc", 7117)) {
            assertThat(tap.messages()).isEmpty();
            engine.stop(StopReason.REQUESTED);
        }
        expectNothingLeft();
    }

    @Test
    void shouldOutliveAnExternalDriverAndFindItAgain() throws InterruptedException {
        final Path driver = directory.resolve("driver");
        final EngineConfig config = config(
                "aeron.driver", "external", "aeron.directory", "\"" + driver + "\"", "aeron.term-length", "64KiB");
        MediaDriver running = launch(driver);
        try (Engine engine = Engine.open(data(), config)) {
            feed(engine, 1);
            final long before = expectPublished(engine, 2);
            running.close();
            feed(engine, 3);
            running = launch(driver);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.counter(EngineCounter.EGRESS_REBUILDS).get() > 0);
            assertThat(expectPublished(engine, 4)).isGreaterThan(before);
            engine.stop(StopReason.FEED_ENDED);
        } finally {
            running.close();
        }
    }

    private long expectPublished(final Engine engine, final long fingerprint) throws InterruptedException {
        try (OutputTap tap = OutputTap.open(data(), "aeron:ipc", 7117)) {
            feed(engine, fingerprint);
            await().until(() -> !tap.messages().isEmpty());
        }
        return engine.counter(EngineCounter.EGRESS_PUBLISHED).get();
    }

    private static MediaDriver launch(final Path driver) {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(driver.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .ipcTermBufferLength(64 << 10)
                .threadingMode(ThreadingMode.SHARED));
    }

    /** Trades of an hour of their own. */
    private static void feed(final Engine engine, final long hour) {
        final List<MarketEvent> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            final long timeNs = RandomMarket.START_NS + hour * 3_600 * RandomMarket.SECOND_NS + i * 300_000_000L;
            events.add(MarketEvent.trade(timeNs, -1, 10_000 + i * 31 % 200, 5));
        }
        new FeedPump(engine, List.of(ListFeed.lane("SYM", events, hour, position -> {})), Pace.MAX).run();
    }
}
