package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine stops taking inputs before its disk is full, and goes on when there is room. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SpaceGuardTest {
    private static final long MIB = 1 << 20;
    /** Four blocks of the queue; the rest of the reserve is a snapshot of at most some hundred KiB. */
    private static final long RESERVE_BYTES = 256 * MIB;

    private static final EngineConfig CONFIG = Runs.quickConfig();
    private static final List<MarketEvent> MARKET = new RandomMarket(11).ticks(3_000);

    @TempDir
    Path data;

    private FeedPump pump;

    @Test
    void shouldWaitBelowTheReserveAndGoOnOnlyWellAboveIt() throws Exception {
        final EngineReport plain = Runs.run(data.resolve("plain"), CONFIG, lanes(position -> {}));
        final Path guarded = data.resolve("guarded");
        Files.createDirectories(guarded);
        final AtomicLong left = new AtomicLong(10_000 * MIB);
        try (Engine engine =
                Engine.open(guarded, CONFIG, Surroundings.real(guarded).withSpace(left::get))) {
            pump = new FeedPump(
                    engine,
                    lanes(position -> {
                        if (position == 1_000) {
                            left.set(RESERVE_BYTES - MIB);
                            awaitWaiting(guarded, 1);
                        }
                    }),
                    Pace.MAX);
            final Thread feed = new Thread(pump::run, "feed");
            feed.start();
            awaitWaiting(guarded, 1);
            assertThat(counter(guarded, EngineCounter.SPACE_LEFT_BYTES)).isEqualTo(RESERVE_BYTES - MIB);
            // Above the reserve, but not yet well above.
            left.set(RESERVE_BYTES + RESERVE_BYTES / 8);
            Thread.sleep(300);
            assertThat(counter(guarded, EngineCounter.WAITING_FOR_SPACE)).isEqualTo(1);
            final long published = pump.progress().published();
            assertThat(published).isLessThanOrEqualTo(1_000);
            Thread.sleep(300);
            assertThat(pump.progress().published()).isEqualTo(published);
            engine.check();

            left.set(2 * RESERVE_BYTES);
            feed.join();
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            assertThat(counter(guarded, EngineCounter.WAITING_FOR_SPACE)).isZero();
            assertThat(report.stateDigest()).isEqualTo(plain.stateDigest());
            assertThat(report.outputDigest()).isEqualTo(plain.outputDigest());
        }
    }

    @Test
    void shouldEndAtARequestWhileItWaits() throws Exception {
        try (Engine engine = Engine.open(data, CONFIG, Surroundings.real(data).withSpace(() -> 0))) {
            pump = new FeedPump(engine, lanes(position -> {}), Pace.MAX);
            final Thread feed = new Thread(pump::run, "feed");
            feed.start();
            awaitWaiting(data, 1);
            Thread.sleep(100);
            assertThat(pump.progress().published()).isZero();
            pump.requestStop();
            feed.join(20_000);
            assertThat(feed.isAlive()).isFalse();
            assertThat(engine.stop(StopReason.REQUESTED).eventsIn()).isLessThanOrEqualTo(1);
        }
        assertThat(JournalVerifier.verify(Runs.journal(data)).damage()).isEmpty();
    }

    @Test
    void shouldStopInOrderWhileItWaits() throws Exception {
        final AtomicLong left = new AtomicLong(0);
        try (Engine engine = Engine.open(data, CONFIG, Surroundings.real(data).withSpace(left::get))) {
            pump = new FeedPump(engine, lanes(position -> {}), Pace.MAX);
            final Thread feed = new Thread(
                    () -> {
                        try {
                            pump.run();
                        } catch (final RuntimeException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "feed");
            feed.start();
            awaitWaiting(data, 1);
            assertThat(engine.stop(StopReason.REQUESTED).eventsIn()).isZero();
            feed.join();
        }
        assertThat(JournalVerifier.verify(Runs.journal(data)).damage()).isEmpty();
    }

    /** A stranger's file fills the disk under a running engine. */
    @Test
    void shouldKeepTheJournalWholeOnADiskThatAStrangerFills() throws Exception {
        final Path disk = data.resolve("disk");
        Files.createDirectories(disk);
        if (run("mount", "-t", "tmpfs", "-o", "size=500m", "tmpfs", disk.toString()) != 0) {
            System.err.println(
                    "SKIPPED: no file system may be mounted here; the space guard is not tried on a full one");
            abort("no file system may be mounted here");
        }
        try {
            final Path directory = disk.resolve("data");
            final Path ballast = disk.resolve("ballast");
            final CountDownLatch full = new CountDownLatch(1);
            try (Engine engine = Engine.open(directory, CONFIG)) {
                pump = new FeedPump(
                        engine,
                        lanes(position -> {
                            if (position == 1_500) {
                                fill(ballast, 480 * MIB);
                                awaitWaiting(directory, 1);
                                full.countDown();
                            }
                        }),
                        Pace.MAX);
                final Thread feed = new Thread(pump::run, "feed");
                feed.start();
                assertThat(full.await(40, TimeUnit.SECONDS)).isTrue();
                Thread.sleep(300);
                assertThat(pump.progress().published()).isLessThanOrEqualTo(1_500);
                assertThat(JournalVerifier.verify(Runs.journal(directory)).damage())
                        .isEmpty();
                Files.delete(ballast);
                feed.join();
                assertThat(engine.stop(StopReason.FEED_ENDED).eventsIn()).isGreaterThan(2_500);
            }
            assertThat(JournalVerifier.verify(Runs.journal(directory)).damage()).isEmpty();
            assertThat(Runs.replay(directory).identical()).isTrue();
        } finally {
            await().atMost(30, TimeUnit.SECONDS).until(() -> run("umount", disk.toString()) == 0);
        }
    }

    /** Writes until the file has its size or the disk is full. */
    private static void fill(final Path file, final long sizeBytes) {
        try (var out = Files.newOutputStream(file)) {
            final byte[] chunk = new byte[(int) MIB];
            for (long written = 0; written < sizeBytes; written += chunk.length) {
                out.write(chunk);
            }
        } catch (final IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(final String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (final IOException e) {
            return -1;
        }
    }

    private static void awaitWaiting(final Path directory, final long value) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> counter(directory, EngineCounter.WAITING_FOR_SPACE) == value);
    }

    private static long counter(final Path directory, final EngineCounter counter) {
        try (CountersFile counters = CountersFile.read(directory.resolve("counters.dat"))) {
            return counters.value(counter);
        }
    }

    private static List<FeedLane> lanes(final IntConsumer beforeEach) {
        return List.of(ListFeed.lane("AAA", MARKET, 1, beforeEach));
    }
}
