package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.Engine;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IdleForceTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "fused, sleeping",
        "fused, yielding",
        "fused, blocking",
        "fused, busy-spin",
        "pipelined, sleeping",
        "pipelined, yielding",
        "pipelined, blocking",
        "pipelined, busy-spin"
    })
    void shouldForceTheLastBatchInTimeWithoutAnotherEvent(final String layout, final String wait) {
        try (Engine engine = Engine.open(
                        data,
                        Runs.quickConfig(
                                "layout",
                                layout,
                                "ring.wait",
                                wait,
                                "pipelined.journal-wait",
                                wait,
                                "journal.durability",
                                "batch",
                                "journal.force-interval",
                                "300ms"));
                CountersFile counters = CountersFile.read(new DataDirectory(data).counters())) {
            new FeedPump(
                            engine,
                            List.of(ListFeed.lane("AAA", new RandomMarket(1).ticks(200), 1, position -> {})),
                            Pace.MAX)
                    .run();
            final long last = counters.value(EngineCounter.LAST_SEQUENCE);
            assertThat(last).isGreaterThan(200);
            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(counters.value(EngineCounter.FORCED_SEQUENCE))
                            .isEqualTo(last));
        }
    }
}
