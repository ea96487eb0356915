package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.CrashChild;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.testing.SharedData;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine that is killed five times at random loses nothing that it committed, doubles nothing, and ends the same. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class EngineKillCrashIT {
    private static final long SEED = 20_261_120;
    private static final int KILLS = 5;
    private static final int GENERATED_LINES = 120_000;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldLoseAndDoubleNothingWhenKilledAtAnyTime(final LayoutKind layout) throws Exception {
        final Optional<Path> ticks = SharedData.find("us/lean-us-spy-tick-trades-2013-10-08.csv.gz");
        if (ticks.isPresent()) {
            // 16 hours of ticks without venue ids, in some 16 s.
            killFiveTimes(layout, "lean-trades", ticks.get(), "SPY", "3600x", 451_545);
        } else {
            System.err.println("shared data not found: the crash test runs over generated trades");
            killFiveTimes(layout, "binance-trades", generated(), "BTCUSDT", "1000x", GENERATED_LINES);
        }
    }

    private void killFiveTimes(
            final LayoutKind layout,
            final String format,
            final Path file,
            final String symbol,
            final String pace,
            final long trades)
            throws Exception {
        final Random random = new Random(SEED);
        final Path killed = data.resolve("killed");
        long committed = 0;
        int killedAtWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            final Path output = data.resolve("child" + kill + ".txt");
            final Process child = ChildProcess.start(
                    output,
                    CrashChild.class,
                    killed.toString(),
                    format,
                    file.toString(),
                    symbol,
                    pace,
                    "layout",
                    layout.name());
            try {
                awaitOpen(child, output);
                Thread.sleep(200 + random.nextInt(2_500));
                killedAtWork += child.isAlive() ? 1 : 0;
            } finally {
                child.destroyForcibly().waitFor();
            }
            final JournalSummary journal = JournalVerifier.verify(Runs.journal(killed));
            assertThat(journal.damage())
                    .as("after kill %d, seed %d", kill, SEED)
                    .isEmpty();
            assertThat(journal.count(RecordKind.TRADE))
                    .as("after kill %d", kill)
                    .isGreaterThanOrEqualTo(committed);
            committed = journal.count(RecordKind.TRADE);
        }
        assertThat(killedAtWork).as("kills that met the engine at work").isGreaterThanOrEqualTo(3);
        assertThat(committed).isPositive();

        final FeedSpec spec = CrashChild.spec(format, file, symbol);
        final EngineReport last = Runs.run(killed, Runs.config(), List.of(Runs.file(spec)));
        assertThat(last.eventsIn()).isEqualTo(trades);
        assertThat(JournalVerifier.verify(Runs.journal(killed)).count(RecordKind.TRADE))
                .isEqualTo(trades);

        final EngineReport whole = Runs.run(data.resolve("whole"), Runs.config(), List.of(Runs.file(spec)));
        assertThat(last.outputDigest()).isEqualTo(whole.outputDigest());
        assertThat(last.stateDigest()).isEqualTo(whole.stateDigest());
        final ReplayReport replay = Runs.replay(killed);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(whole.stateDigest());
    }

    private static void awaitOpen(final Process child, final Path output) throws Exception {
        for (int wait = 0; wait < 600 && child.isAlive(); wait++) {
            if (Files.readString(output).contains("engine is open")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the engine did not open: " + Files.readString(output));
    }

    /** Trades of some minutes with ids, from the seed. */
    private Path generated() throws IOException {
        final Path file = data.resolve("generated.csv");
        final Random random = new Random(SEED);
        final long[] time = {1_723_161_255_000L};
        try (Stream<String> lines = Stream.iterate(1, id -> id + 1)
                .limit(GENERATED_LINES)
                .map(id -> {
                    time[0] += random.nextInt(200);
                    final int price = 6_100_000 + random.nextInt(20_000);
                    return id + "," + price / 100 + "." + price % 100 / 10 + price % 10 + ",0.010,610.00," + time[0]
                            + "," + random.nextBoolean();
                })) {
            Files.write(file, lines.toList());
        }
        return file;
    }
}
