package io.millrace.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.load.LoadLap;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.support.LatencyTape;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FloorsTest {
    private static final int EVENTS = 70_000;

    @TempDir
    Path directory;

    private final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
    private final LoadLap lap = load.lap();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCopyTheBytesOfTheLoadOneBehindTheOther(final boolean touched) throws IOException {
        final Path file = directory.resolve("copy");

        final double eventsPerSecond = new MappedCopy(lap, Clocks.monotonic()).run(file, EVENTS, touched);

        final byte[] copied = Files.readAllBytes(file);
        int position = 0;
        for (int i = 0; i < EVENTS; i++) {
            final int event = i % lap.events();
            for (int at = 0; at < lap.length(event); at += 7) {
                assertThat(copied[position + at]).isEqualTo(lap.records().getByte(lap.offset(event) + at));
            }
            position += lap.length(event);
        }
        assertThat(copied).hasSize(position);
        assertThat(eventsPerSecond).isPositive();
    }

    @Test
    void shouldAppendEachEventAsOneExcerpt() {
        final AppendLoop loop = new AppendLoop(lap, Clocks.monotonic());
        try (Excerpts excerpts = new Excerpts(directory)) {
            assertThat(loop.run(excerpts, EVENTS)).isPositive();
            assertThat(excerpts.lastIndex() & 0xFFFF_FFFFL).isEqualTo(EVENTS - 1);
        }
    }

    @Test
    void shouldCountLatencyFromTheTimeThatItIsGiven() {
        final LatencyTape tape = new LatencyTape(10);
        try (Excerpts excerpts = new Excerpts(directory)) {
            final PacedAppend door = new PacedAppend(excerpts, tape, () -> 5_000);
            for (int i = 0; i < 10; i++) {
                load.publishNext(door, 1_000 + i);
            }

            assertThat(excerpts.lastIndex() & 0xFFFF_FFFFL).isEqualTo(9);
        }
        assertThat(tape.histogram(0).getMaxValue()).isEqualTo(4_000 + 1);
        assertThat(tape.histogram(4).getTotalCount()).isEqualTo(6);
        assertThat(tape.histogram(9).getMaxValue()).isEqualTo(3_991);
    }
}
