package io.millrace.engine.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.FirstEvents;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first thousand events of a process, with and without a warm-up, in turns. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class WarmUpEffectIT {
    private static final int INSTRUMENTS = 64;
    private static final int PAIRS = Integer.getInteger("millrace.warm-up.pairs", 5);
    /** Long enough to pass all its events on a busy machine; the default of the product is shorter. */
    private static final String WARM_UP = System.getProperty("millrace.warm-up", "20s");
    /** 0 for all at once: latencies then tell nothing, but the processor time tells the same on a busy machine. */
    private static final int GAP_US = Integer.getInteger("millrace.warm-up.gap-us", 0);

    @TempDir
    Path data;

    @Test
    void shouldMakeTheFirstEventsFaster() throws Exception {
        final Path directory = data.resolve("data");
        final List<FeedLane> lanes = new ArrayList<>();
        for (int i = 1; i <= INSTRUMENTS; i++) {
            lanes.add(ListFeed.lane("SYM" + i, new RandomMarket(i).ticks(50), i, position -> {}));
        }
        Runs.run(
                directory,
                EngineConfig.load(Optional.empty(), Map.of(EngineConfig.KEY_PREFIX + "warm-up", "0ms")),
                lanes);

        final List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            final double[] cold = firstEvents(directory, "0ms", pair);
            final double[] warm = firstEvents(directory, WARM_UP, pair);
            ratios.add(warm[1] / cold[1]);
        }
        ratios.sort(null);
        System.err.println("processor time of the first events, warm to cold, each pair: " + ratios);
        assertThat(ratios.get(PAIRS / 2)).isLessThan(0.7);
    }

    private double[] firstEvents(final Path directory, final String warmUp, final int turn) throws Exception {
        final Path output = data.resolve("child-" + warmUp + turn + ".txt");
        final Process child = ChildProcess.start(
                output,
                FirstEvents.class,
                directory.toString(),
                Integer.toString(INSTRUMENTS),
                warmUp,
                Integer.toString(GAP_US));
        assertThat(child.waitFor()).as(Files.readString(output)).isZero();
        final String line = Files.readString(output)
                .lines()
                .filter(each -> each.startsWith("first events: "))
                .findFirst()
                .orElseThrow();
        System.err.println(
                "warm-up " + warmUp + ", ready ms, engine thread's µs, then median, p99, max in µs: " + line);
        final String[] words = line.substring("first events: ".length()).split(" ", -1);
        final double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }
}
