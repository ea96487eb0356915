package io.millrace.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StandardLoadTest {
    /** Many short laps, so that what changes from lap to lap is seen. */
    private static final LoadShape SHORT = new LoadShape(64, 60, Arrivals.CLUSTERED, 2_000_000L, 1_000, 1L);

    private static final int EVENTS = 50_000;

    @TempDir
    Path directory;

    @Test
    void shouldBeACleanMarketOverManyLaps() {
        final EngineReport report = run(directory, new StandardLoad(SHORT));
        final Map<RecordKind, Long> counts = count(directory);

        assertThat(report.eventsIn()).isEqualTo(EVENTS);
        assertThat(report.duplicates()).isZero();
        assertThat(counts.get(RecordKind.FEED_STATUS))
                .as("only the start of each feed: no gap, nothing out of order")
                .isEqualTo(64);
        assertThat((double) counts.get(RecordKind.TRADE)).isCloseTo(0.6 * EVENTS, Percentage.withPercentage(5));
        assertThat(counts.get(RecordKind.TRADE) + counts.get(RecordKind.QUOTE)).isEqualTo(EVENTS);
        assertThat(counts.get(RecordKind.CLOCK_ADVANCED)).isBetween(90L, 110L);
        assertThat(counts.get(RecordKind.BAR_CLOSED)).isGreaterThan(64L * 80);
    }

    @Test
    void shouldBeTheSameEachTime() {
        final StandardLoad load = new StandardLoad(SHORT);
        final EngineReport first = run(directory.resolve("a"), load);
        load.restart();
        final EngineReport again = run(directory.resolve("b"), load);
        final EngineReport other = run(
                directory.resolve("c"),
                new StandardLoad(new LoadShape(64, 60, Arrivals.CLUSTERED, 2_000_000L, 1_000, 2L)));

        assertThat(again.outputDigest()).isEqualTo(first.outputDigest());
        assertThat(other.outputDigest()).isNotEqualTo(first.outputDigest());
    }

    @Test
    void shouldRefuseAShapeWithoutEvents() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoadShape(0, 60, Arrivals.EVEN, 1_000L, 10, 1L));
    }

    private static EngineReport run(final Path data, final StandardLoad load) {
        try (Engine engine = Engine.open(data, LoadConfig.standard())) {
            load.define(engine.ingress());
            load.publish(engine.ingress(), EVENTS);
            return engine.stop(StopReason.FEED_ENDED);
        }
    }

    private static Map<RecordKind, Long> count(final Path data) {
        final Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
        try (JournalTailer tailer = JournalTailer.open(new DataDirectory(data).journal())) {
            while (tailer.poll(batch -> batch.forEach((sequence, templateId, buffer, offset, length) ->
                    counts.merge(RecordKind.of(templateId), 1L, Long::sum)))) {
                // The handler counts.
            }
        }
        return counts;
    }
}
