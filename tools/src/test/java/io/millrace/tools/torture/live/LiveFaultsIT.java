package io.millrace.tools.torture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.tools.torture.Fault;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Leftovers;
import io.millrace.tools.torture.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rounds that {@code millrace torture} runs with live processes, so many as no other test of a module runs as well: see
 * RELIABILITY.md for which test is which row. Runs beside other tests, its own rounds one after the other.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LiveFaultsIT {
    @TempDir
    static Path shared;

    private static final Leftovers LEFTOVERS = new Leftovers();
    private static final long SEED = System.nanoTime();

    private static Map<String, Fault> faults;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeFaults() {
        faults = LiveFaults.all(shared, LEFTOVERS).stream().collect(Collectors.toMap(Fault::name, Function.identity()));
    }

    @AfterAll
    static void leaveNothing() {
        LEFTOVERS.close();
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest
    @CsvSource({
        "kill-random, 0, 10",
        "kill-recovery, 0, 4",
        // The second pass of BEFORE_COMMIT; the other passes of all failpoints are those of FailpointCrashIT.
        "kill-failpoint, 16, 1",
        "force-eio, 1, 1",
        "disk-full, 1, 1",
        // The others are those of ArchiverCrashIT.
        "archiver-kill, 4, 1"
    })
    void shouldKeepAllPromises(final String name, final int first, final int rounds) throws Exception {
        final Fault fault = faults.get(name);
        if (fault.obstacle() != null) {
            System.err.println("SKIPPED " + name + ": " + fault.obstacle());
            abort(fault.obstacle());
        }
        for (int number = first; number < first + rounds; number++) {
            final Round round =
                    new Round(number, SEED + number, Files.createDirectory(directory.resolve("r" + number)));
            System.err.println(name + " round " + number + ", seed " + round.seed());
            fault.round(round);
            assertThat(round.figures().get(Figure.EVENTS_ACKNOWLEDGED))
                    .as("a round that hurts an engine at work")
                    .isNotNull();
            assertThat(round.figures().getOrDefault(Figure.EVENTS_LOST, 0L)).isZero();
        }
    }

    private enum Forgery {
        LOST,
        CHANGED,
        SWAPPED,
        CUT_OFF
    }

    /** The check of all faults must see what a broken engine would do to its inputs. */
    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest
    @EnumSource
    void shouldSeeWhatIsNotOnTheTape(final Forgery forgery) throws Exception {
        final TradeTape tape = TradeTape.write(directory.resolve("tape.csv"), 1_000, SEED, 1_000);
        final List<String> lines = new ArrayList<>(Files.readAllLines(tape.file()));
        switch (forgery) {
            case LOST -> lines.remove(500);
            case CHANGED ->
                lines.set(500, lines.get(500).replaceFirst("\\.(\\d)", ".1$1").replaceFirst("\\d,", ","));
            case SWAPPED -> Collections.swap(lines, 500, 501);
            case CUT_OFF -> lines.subList(900, 1_000).clear();
        }
        final Path forged = Files.write(directory.resolve("forged.csv"), lines);
        final Path data = directory.resolve("data");
        final Round round = new Round(0, SEED, directory);
        try (LiveEngine engine = LiveEngine.start(
                "engine",
                data,
                LiveEngine.Options.PLAIN.word("--feed", "binance-trades:" + forged, "--symbol", TradeTape.SYMBOL))) {
            assertThat(engine.finish().exitCode()).isZero();
        }
        if (forgery == Forgery.CUT_OFF) {
            final EngineWatch said = new EngineWatch(1, 1_100, 0, 1_000, 0, false);
            assertThatThrownBy(() -> JournalCheck.requirePrefix(round, data, tape, said))
                    .hasMessageStartingWith("I1 ")
                    .hasMessageContaining("with 900 trades");
            assertThat(round.figures()).containsEntry(Figure.EVENTS_LOST, 100L);
        } else {
            assertThatThrownBy(() -> JournalCheck.requirePrefix(round, data, tape))
                    .hasMessageStartingWith("I2 ")
                    .hasMessageContaining("is not trade 1500 of the tape");
        }
    }
}
