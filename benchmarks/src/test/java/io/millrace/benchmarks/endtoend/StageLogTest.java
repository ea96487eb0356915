package io.millrace.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.engine.metrics.LatencyLog;
import io.millrace.engine.metrics.LatencyRecorder;
import io.millrace.engine.metrics.Stage;
import io.millrace.engine.thread.EventPriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StageLogTest {
    private static final long MILLI_NS = 1_000_000L;

    @TempDir
    Path directory;

    @Test
    void shouldReadWhatTheEngineLogs() {
        write(1_000);

        final Map<Stage, Histogram> stages = StageLog.read(directory, 0);

        assertThat(stages.get(Stage.COMMITTED).getTotalCount()).isEqualTo(100);
        assertThat(stages.get(Stage.COMMITTED).getValueAtPercentile(50)).isEqualTo(50);
        assertThat(stages.get(Stage.TAKEN).getMaxValue()).isEqualTo(7);
        assertThat(stages.get(Stage.PUBLISHED).getTotalCount()).isZero();
    }

    @Test
    void shouldLeaveOutIntervalsThatBeganBefore() {
        write(1_000);

        assertThat(StageLog.read(directory, 1_000).get(Stage.COMMITTED).getTotalCount())
                .isEqualTo(100);
        assertThat(StageLog.read(directory, 1_001).get(Stage.COMMITTED).getTotalCount())
                .isZero();
    }

    @Test
    void shouldRefuseALogThatLacksMostOfWhatWasMeasured() {
        write(1_000);

        assertThat(StageLog.read(directory, 0, 200).get(Stage.COMMITTED).getTotalCount())
                .isEqualTo(100);
        assertThatIllegalStateException()
                .isThrownBy(() -> StageLog.read(directory, 0, 202))
                .withMessage("the engine's latency log has 100 of the 202 measured events");
    }

    @Test
    void shouldRefuseADirectoryWithSeveralLogs() throws IOException {
        write(1_000);
        Files.createFile(directory.resolve("another.hlog"));

        assertThatIllegalStateException()
                .isThrownBy(() -> StageLog.read(directory, 0))
                .withMessageContaining("2 latency logs");
    }

    private void write(final long startMs) {
        final LatencyRecorder recorder = new LatencyRecorder();
        final LatencyLog log = new LatencyLog(
                directory.resolve("a.hlog"), recorder, () -> startMs * MILLI_NS, () -> 0, EventPriority.USUAL);
        for (int i = 1; i <= 100; i++) {
            recorder.record(Stage.COMMITTED, i, 1);
        }
        recorder.record(Stage.TAKEN, 7, 1);
        log.close();
    }
}
