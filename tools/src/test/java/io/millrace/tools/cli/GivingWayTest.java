package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.config.Scheduling;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GivingWayTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(GivingWay.PATIENCE_S);

    @TempDir
    Path directory;

    @Test
    void shouldNotWaitForeverForWhatTheEngineHasWritten() {
        try (GivingWay way = new GivingWay(directory, Scheduling.NORMAL, false)) {
            assertThat(way.isStarved(0, 0))
                    .as("an engine that has written nothing")
                    .isFalse();
            assertThat(way.isStarved(0, 2 * PATIENCE_NS)).isFalse();
            assertThat(way.isStarved(100, 2 * PATIENCE_NS)).isFalse();
            assertThat(way.isStarved(5_000, 3 * PATIENCE_NS)).as("just in time").isFalse();
            way.archived(99);
            assertThat(way.isStarved(5_000, 3 * PATIENCE_NS + 1)).isTrue();
            way.archived(100);
            assertThat(way.isStarved(5_000, 3 * PATIENCE_NS + 2)).as("it moves").isFalse();
            assertThat(way.isStarved(9_000, 4 * PATIENCE_NS + 2))
                    .as("later ones count later")
                    .isFalse();
            assertThat(way.isStarved(9_000, 4 * PATIENCE_NS + 3)).isTrue();
        }
    }
}
