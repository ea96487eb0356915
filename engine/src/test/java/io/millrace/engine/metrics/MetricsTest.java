package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 40, unit = TimeUnit.SECONDS)
class MetricsTest {
    @TempDir
    Path data;

    @Test
    void shouldShowCountersToAnotherReaderAlsoAfterTheEnd() {
        final Path file = data.resolve("counters.dat");
        final CountersFile written = CountersFile.create(file, 4_711, 99);
        final AtomicCounter[] counters = written.allocate();
        try (CountersFile read = CountersFile.read(file)) {
            for (final EngineCounter counter : EngineCounter.values()) {
                counters[counter.ordinal()].setRelease(counter.ordinal() * 10L + 1);
                assertThat(read.value(counter)).as(counter.label()).isEqualTo(counter.ordinal() * 10L + 1);
            }
            written.close();
            assertThat(read.processId()).isEqualTo(4_711);
            assertThat(read.startTimeNs()).isEqualTo(99);
            assertThat(read.value(EngineCounter.TRADES)).isEqualTo(EngineCounter.TRADES.ordinal() * 10L + 1);
        }
        CountersFile.create(file, 1, 2).close();
        try (CountersFile anew = CountersFile.read(file)) {
            assertThat(anew.value(EngineCounter.TRADES)).isZero();
        }
    }

    @Test
    void shouldRefuseWhatIsNoCountersFile() throws IOException {
        final Path file = data.resolve("counters.dat");
        assertThatThrownBy(() -> CountersFile.read(file)).hasMessageContaining("no engine has run there yet");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> CountersFile.read(file)).hasMessageContaining("not a counters file");
        Files.write(file, new byte[1 << 20]);
        assertThatThrownBy(() -> CountersFile.read(file)).hasMessageContaining("not a counters file");
    }

    @Test
    void shouldHandOverWhatWasRecordedExactlyOnce() {
        final LatencyRecorder recorder = new LatencyRecorder();
        recorder.ask();
        assertThat(recorder.collect()).isNull();
        recorder.record(Stage.COMPUTED, 10, 1);
        recorder.record(Stage.COMMITTED, 20, 1);
        recorder.batchEnd(7);
        recorder.record(Stage.COMPUTED, 30, 1);
        recorder.record(Stage.COMMITTED, 40, 1);
        recorder.batchEnd(7);

        final StageHistograms first = recorder.collect();
        assertThat(recorder.collectedToNs()).isEqualTo(7);
        assertThat(first.of(Stage.COMPUTED).getTotalCount()).isEqualTo(1);
        assertThat(first.of(Stage.COMMITTED).getMaxValue()).isEqualTo(20);
        recorder.batchEnd(7);
        assertThat(recorder.collect()).isNull();
        recorder.ask();
        recorder.batchEnd(7);
        assertThat(recorder.collect().of(Stage.COMPUTED).getMaxValue()).isEqualTo(30);
        assertThat(recorder.drain().of(Stage.COMPUTED).getTotalCount()).isZero();
    }

    @Test
    void shouldLoseNoLatencyBetweenTwoThreads() throws InterruptedException {
        final LatencyRecorder recorder = new LatencyRecorder();
        final StageHistograms total = new StageHistograms();
        final int events = 2_000_000;
        final Thread engine = new Thread(() -> {
            for (int i = 1; i <= events; i++) {
                recorder.record(Stage.COMPUTED, i % 1_000, 1);
                recorder.record(Stage.COMMITTED, i % 2_000, 1);
                if (i % 16 == 0) {
                    recorder.batchEnd(7);
                }
            }
        });
        engine.start();
        int handedOver = 0;
        while (engine.isAlive()) {
            recorder.ask();
            final StageHistograms interval = recorder.collect();
            if (interval != null) {
                total.add(interval);
                handedOver++;
            }
        }
        engine.join();
        final StageHistograms left = recorder.collect();
        if (left != null) {
            total.add(left);
        }
        total.add(recorder.drain());
        assertThat(handedOver).isGreaterThan(1);
        assertThat(total.of(Stage.COMPUTED).getTotalCount()).isEqualTo(events);
        assertThat(total.of(Stage.COMMITTED).getTotalCount()).isEqualTo(events);
    }

    @Test
    void shouldBoundALatency() {
        final StageHistograms histograms = new StageHistograms();
        histograms.record(Stage.COMPUTED, -5, 1);
        histograms.record(Stage.COMMITTED, Long.MAX_VALUE, 1);
        assertThat(histograms.of(Stage.COMPUTED).getMaxValue()).isZero();
        assertThat(histograms.of(Stage.COMMITTED).getMaxValue()).isGreaterThanOrEqualTo(60_000_000_000L);
    }
}
