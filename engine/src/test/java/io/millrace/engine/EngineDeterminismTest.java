package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One stream gives one pair of digests, however the engine is set up and wherever its runs are cut. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EngineDeterminismTest {
    private static final long SEED = 20_261_120;
    private static final int EVENTS = 2_000;

    @TempDir
    Path data;

    private final List<List<MarketEvent>> market = List.of(
            new RandomMarket(SEED).ticks(EVENTS),
            new RandomMarket(SEED + 1).ticks(EVENTS),
            new RandomMarket(SEED + 2).bars(EVENTS / 4, RandomMarket.MINUTE_NS, 0),
            new RandomMarket(SEED + 3).ticks(EVENTS / 2));
    private EngineReport whole;

    @BeforeEach
    void runWhole() {
        whole = Runs.run(data.resolve("whole"), Runs.quickConfig(), lanes(position -> {}));
        assertThat(whole.signals()).as("the market is to make signals").isGreaterThan(20);
        assertThat(whole.blocked()).isGreaterThan(20);
        assertThat(whole.duplicates()).isGreaterThan(20);
    }

    @Test
    void shouldNotDependOnLayoutRingBatchAndWaiting() {
        final String[][] setups = {
            {"ring.size", "64", "ring.wait", "yielding", "batch.max-records", "1"},
            {"ring.size", "1024", "ring.wait", "blocking", "batch.max-records", "7", "batch.max-bytes", "4KiB"},
            {"ring.size", "65536", "ring.wait", "busy-spin", "batch.max-records", "65536", "batch.max-bytes", "16MiB"},
            {"journal.durability", "batch", "journal.roll-cycle", "FIVE_MINUTELY"},
            {"journal.durability", "each", "batch.max-records", "200", "state.max-instruments", "20"},
            {"layout", "pipelined", "pipelined.egress-thread", "own"},
            {"layout", "pipelined", "pipelined.batches", "2", "ring.size", "64", "batch.max-records", "1"},
            {
                "layout",
                "pipelined",
                "batch.max-records",
                "7",
                "pipelined.egress-thread",
                "journal",
                "ring.wait",
                "blocking"
            },
            {
                "layout",
                "pipelined",
                "pipelined.journal-wait",
                "yielding",
                "pipelined.egress-thread",
                "own",
                "pipelined.egress-wait",
                "busy-spin"
            },
            {
                "layout",
                "pipelined",
                "pipelined.journal-wait",
                "blocking",
                "pipelined.egress-thread",
                "own",
                "pipelined.egress-wait",
                "blocking"
            },
            {"preset", "latency"},
            {"preset", "latency", "layout", "pipelined", "cpu", "[0, 1]"},
            {"layout", "pipelined", "journal.durability", "batch", "pipelined.batches", "64", "batch.max-bytes", "4KiB"
            },
        };
        for (int i = 0; i < setups.length; i++) {
            final Path directory = data.resolve("setup" + i);
            expectSame(
                    String.join(" ", setups[i]),
                    Runs.run(directory, Runs.quickConfig(setups[i]), lanes(position -> {})));
            expectReplay(directory);
        }
    }

    @Test
    void shouldNotDependOnWhereRunsAreCut() {
        for (long seed = 1; seed <= 6; seed++) {
            final Random random = new Random(seed);
            final Path directory = data.resolve("cut" + seed);
            final EngineConfig config = Runs.quickConfig(
                    "ring.size", "256", "batch.max-records", "16", "layout", seed % 2 == 0 ? "pipelined" : "fused");
            for (int runs = random.nextInt(5); runs > 0; runs--) {
                cutRun(directory, config, random);
            }
            final EngineReport last = Runs.run(directory, config, lanes(position -> {}));
            expectSame("seed " + seed, last);
            expectReplay(directory);
            final JournalSummary summary = JournalVerifier.verify(Runs.journal(directory));
            assertThat(summary.count(RecordKind.TRADE) + summary.count(RecordKind.QUOTE))
                    .as("seed %d", seed)
                    .isEqualTo(JournalVerifier.verify(Runs.journal(data.resolve("whole")))
                                    .count(RecordKind.TRADE)
                            + JournalVerifier.verify(Runs.journal(data.resolve("whole")))
                                    .count(RecordKind.QUOTE));
        }
    }

    /** A run that ends somewhere: by a stop in order, without one, or with events still on the ring. */
    private void cutRun(final Path directory, final EngineConfig config, final Random random) {
        final int kind = random.nextInt(3);
        final AtomicInteger left = new AtomicInteger(1 + random.nextInt(EVENTS));
        try (Engine engine = Engine.open(directory, config)) {
            final FeedPump[] pump = new FeedPump[1];
            pump[0] = new FeedPump(
                    engine,
                    lanes(position -> {
                        if (left.decrementAndGet() == 0) {
                            if (kind == 2) {
                                throw new IllegalStateException("the feed breaks off");
                            }
                            pump[0].requestStop();
                        }
                    }),
                    Pace.MAX);
            try {
                pump[0].run();
            } catch (final IllegalStateException e) {
                assertThat(e).hasMessage("the feed breaks off");
            }
            if (kind == 0) {
                engine.stop(StopReason.REQUESTED);
            }
        }
    }

    private List<FeedLane> lanes(final IntConsumer beforeEach) {
        return List.of(
                ListFeed.lane("AAA", market.get(0), 11, beforeEach),
                ListFeed.lane("BBB", market.get(1), 22, beforeEach),
                ListFeed.lane("CCC", market.get(2), 33, beforeEach),
                ListFeed.lane("AAA", market.get(3), 44, beforeEach));
    }

    private void expectSame(final String what, final EngineReport report) {
        assertThat(report.eventsIn()).as(what).isEqualTo(whole.eventsIn());
        assertThat(report.bars()).as(what).isEqualTo(whole.bars());
        assertThat(report.signals()).as(what).isEqualTo(whole.signals());
        assertThat(report.outputDigest()).as("output digest, %s", what).isEqualTo(whole.outputDigest());
        assertThat(report.stateDigest()).as("state digest, %s", what).isEqualTo(whole.stateDigest());
    }

    private void expectReplay(final Path directory) {
        final ReplayReport replay = Runs.replay(directory);
        assertThat(replay.difference()).as("%s", directory.getFileName()).isEmpty();
        assertThat(replay.outputDigest()).isEqualTo(whole.outputDigest());
        assertThat(replay.stateDigest()).isEqualTo(whole.stateDigest());
    }
}
