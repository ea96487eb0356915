package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.CrashChild;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine that ends at a named place leaves a whole journal, and the next one ends with what no death has touched. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FailpointCrashIT {
    private static final long SEED = 4_711;
    private static final int LINES = 4_000;
    /** For the last pass, which a run that only counts tells. */
    private static final int LAST = -1;

    @TempDir
    static Path data;

    private static FeedSpec spec;
    private static EngineReport whole;

    @BeforeAll
    static void runWithoutADeath() throws IOException {
        final Random random = new Random(SEED);
        final long[] timeMs = {1_723_161_255_000L};
        final Path file = data.resolve("trades.csv");
        Files.write(
                file,
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(id -> {
                            timeMs[0] += random.nextInt(900);
                            return id + ",61" + (100 + random.nextInt(800)) + ".50,0.010,610.00," + timeMs[0] + ",true";
                        })
                        .toList());
        spec = CrashChild.spec("binance-trades", file, "BTCUSDT");
        whole = Runs.run(data.resolve("whole"), Runs.config(), List.of(Runs.file(spec)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "INPUT_CLAIMED, 1",
        "INPUT_CLAIMED, 2",
        "INPUT_CLAIMED, -1",
        "INPUT_PUBLISHED, 1",
        "INPUT_PUBLISHED, 2",
        "INPUT_PUBLISHED, -1",
        "MID_BATCH, 1",
        "MID_BATCH, 2",
        "MID_BATCH, -1",
        // A second cycle would take an hour: the first pass is the last.
        "ROLL, 1",
        "EXCERPT_OPEN, 1",
        "EXCERPT_OPEN, 2",
        "EXCERPT_OPEN, -1",
        "BEFORE_COMMIT, 1",
        "BEFORE_COMMIT, 2",
        "BEFORE_COMMIT, -1",
        "AFTER_COMMIT, 1",
        "AFTER_COMMIT, 2",
        "AFTER_COMMIT, -1",
        "STATE_APPLIED, 1",
        "STATE_APPLIED, 2",
        "STATE_APPLIED, -1",
        "SNAPSHOT_MID, 1",
        "SNAPSHOT_MID, 2",
        "SNAPSHOT_MID, -1",
        "SNAPSHOT_BEFORE_RENAME, 1",
        "SNAPSHOT_BEFORE_RENAME, 2",
        "SNAPSHOT_BEFORE_RENAME, -1",
        "SNAPSHOT_AFTER_RENAME, 1",
        "SNAPSHOT_AFTER_RENAME, 2",
        "SNAPSHOT_AFTER_RENAME, -1"
    })
    void shouldLoseAndDoubleNothing(final Failpoint failpoint, final int wanted) throws Exception {
        final Path killed = data.resolve(failpoint + "-" + wanted);
        if (wanted != LAST) {
            final Child child = run(killed, failpoint.label() + ":" + wanted, failpoint);
            assertThat(child.exitCode()).as(child.output()).isEqualTo(Failpoint.EXIT_CODE);
        } else {
            // How often some places are passed depends on timing, so the last pass of one run may be one too many for
            // the next.
            int pass = passes(failpoint);
            Child child = run(killed, failpoint.label() + ":" + pass, failpoint);
            while (child.exitCode() == 0 && pass > 1) {
                deleteTree(killed);
                pass -= 1 + pass / 8;
                child = run(killed, failpoint.label() + ":" + Math.max(1, pass), failpoint);
            }
            assertThat(child.exitCode()).as(child.output()).isEqualTo(Failpoint.EXIT_CODE);
        }

        final EngineReport last = Runs.run(killed, Runs.config(), List.of(Runs.file(spec)));
        assertThat(last.eventsIn()).isEqualTo(whole.eventsIn());
        assertThat(last.outputDigest()).isEqualTo(whole.outputDigest());
        assertThat(last.stateDigest()).isEqualTo(whole.stateDigest());
        final JournalSummary journal = JournalVerifier.verify(Runs.journal(killed));
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.count(RecordKind.TRADE)).isEqualTo(LINES);
        assertThat(Runs.replay(killed).identical()).isTrue();
    }

    private record Child(int exitCode, String output) {}

    /** A snapshot takes its time, which an engine at full speed would not give it here. */
    private static Child run(final Path directory, final String plan, final Failpoint failpoint) throws Exception {
        final Path output = data.resolve(directory.getFileName() + ".txt");
        final Process child = ChildProcess.start(
                output,
                List.of(
                        "-D" + Failpoint.PROPERTY + "=" + plan,
                        "-Dmillrace.engine.snapshot.every-records=200",
                        // The optimizing compiler takes more of so short a run than it gives.
                        "-XX:TieredStopAtLevel=1"),
                CrashChild.class,
                directory.toString(),
                "binance-trades",
                spec.path().toString(),
                spec.symbol(),
                failpoint.label().startsWith("snapshot") ? "1000x" : "max");
        final int exitCode = child.waitFor();
        return new Child(exitCode, Files.readString(output));
    }

    /** Passes in a run without a death. */
    private static int passes(final Failpoint failpoint) throws Exception {
        final Path directory = data.resolve("count-" + failpoint);
        final Child counted = run(directory, "count", failpoint);
        final Matcher count =
                Pattern.compile(" " + failpoint.label() + " (\\d+)\n").matcher(counted.output());
        assertThat(count.find()).as(counted.output()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    private static void deleteTree(final Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
