package io.millrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.thread.EventPriority;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.agrona.concurrent.EpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 40, unit = TimeUnit.SECONDS)
class LatencyLogTest {
    private static final long NOW_NS = 1_700_000_000_000_000_000L;

    @TempDir
    Path data;

    @Test
    void shouldWriteEachStageUnderItsTagAndEverythingOnce() throws Exception {
        final Path file = data.resolve("latency").resolve("1.hlog");
        final AtomicLong now = new AtomicLong(NOW_NS);
        final LatencyRecorder recorder = new LatencyRecorder();
        final LatencyLog log = new LatencyLog(file, recorder, now::get, () -> 0, EventPriority.USUAL);
        for (int i = 0; i < 3; i++) {
            recorder.record(Stage.COMPUTED, 1_000, 1);
            recorder.record(Stage.COMMITTED, 2_000, 1);
            recorder.batchEnd(0);
            Thread.sleep(1_100);
            now.addAndGet(1_000_000_000L);
        }
        recorder.record(Stage.COMPUTED, 5_000, 1);
        recorder.record(Stage.COMMITTED, 6_000, 1);
        log.close();
        log.close();

        assertThat(log.total().of(Stage.COMPUTED).getTotalCount()).isEqualTo(4);
        assertThat(log.total().of(Stage.COMMITTED).getMaxValue()).isBetween(6_000L, 6_010L);
        final List<Histogram> intervals = intervals(file);
        assertThat(intervals.stream()
                        .filter(each -> each.getTag().equals("computed"))
                        .mapToLong(Histogram::getTotalCount)
                        .sum())
                .isEqualTo(4);
        assertThat(intervals.stream()
                        .filter(each -> each.getTag().equals("committed"))
                        .mapToLong(Histogram::getTotalCount)
                        .sum())
                .isEqualTo(4);
    }

    @Test
    void shouldNameTheSecondInWhichItWasMeasured() throws Exception {
        final Path file = data.resolve("1.hlog");
        final EpochNanoClock clock = Clocks.epoch();
        final LatencyRecorder recorder = new LatencyRecorder();
        final LatencyLog log = new LatencyLog(file, recorder, clock, System::nanoTime, EventPriority.USUAL);
        final AtomicInteger latencyNs = new AtomicInteger(1_000);
        final AtomicBoolean ended = new AtomicBoolean();
        final Thread engine = new Thread(() -> {
            while (!ended.get()) {
                recorder.record(Stage.COMMITTED, latencyNs.get(), 1);
                recorder.batchEnd(System.nanoTime());
                LockSupport.parkNanos(100_000);
            }
        });
        engine.start();
        Thread.sleep(1_500);
        latencyNs.set(9_000);
        final long slowFromMs = clock.nanoTime() / 1_000_000L;
        Thread.sleep(1_700);
        ended.set(true);
        engine.join();
        log.close();

        assertThat(intervals(file))
                .filteredOn(interval -> interval.getStartTimeStamp() > slowFromMs)
                .isNotEmpty()
                .allSatisfy(
                        interval -> assertThat(interval.getMinNonZeroValue()).isGreaterThan(8_900));
    }

    @Test
    void shouldTellApartWhatComesAfterAnIntervalWasStarted() throws Exception {
        final Path file = data.resolve("1.hlog");
        final LatencyRecorder recorder = new LatencyRecorder();
        final LatencyLog log = new LatencyLog(file, recorder, () -> NOW_NS, () -> 0, EventPriority.USUAL);
        batch(recorder, 1_000);
        log.startInterval();
        batch(recorder, 2_000);
        final long fromMs = log.startInterval();
        batch(recorder, 3_000);
        batch(recorder, 4_000);
        batch(recorder, 5_000);
        log.close();

        final List<Histogram> intervals = intervals(file);
        assertThat(intervals.stream().mapToLong(Histogram::getTotalCount).sum()).isEqualTo(5);
        assertThat(intervals)
                .filteredOn(interval -> interval.getStartTimeStamp() >= fromMs)
                .singleElement()
                .satisfies(interval -> {
                    assertThat(interval.getTotalCount()).isEqualTo(2);
                    assertThat(interval.getMinNonZeroValue()).isBetween(3_990L, 4_010L);
                });
    }

    private static void batch(final LatencyRecorder recorder, final long latencyNs) {
        recorder.record(Stage.COMMITTED, latencyNs, 1);
        recorder.batchEnd(0);
    }

    private static List<Histogram> intervals(final Path file) throws IOException {
        final List<Histogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram next = reader.nextIntervalHistogram();
            while (next != null) {
                intervals.add((Histogram) next);
                next = reader.nextIntervalHistogram();
            }
        }
        return intervals;
    }
}
