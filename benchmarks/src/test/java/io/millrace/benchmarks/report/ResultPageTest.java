package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class ResultPageTest {
    private static final double NONE = Double.NaN;
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);

    @Test
    void shouldCompareWithFixedAndWithEqualParameters() {
        final String page = page(
                append("millrace", "1", 900),
                append("millrace", "64", 20),
                append("bareChronicle", "1", 300),
                append("bareChronicle", "64", 15));

        assertThat(page)
                .contains(
                        "| append a record (1) | 900 ns | bare queue, one excerpt per record: 300 ns | 0.33 | 0.25 | 0.25 |")
                .contains("| append a record (64) | 20.0 ns | bare queue, one excerpt per record: 300 ns | 15 |")
                .contains("checksum (64) | 20.0 ns | bare queue, excerpts of as many: 15.0 ns | 0.75 |");
    }

    @Test
    void shouldLeaveOutWhatHasNoPeer() {
        final String page = page(
                indicator("millrace", "VWAP", 12), indicator("millrace", "SMA", 10), indicator("ta4j", "SMA", 25_000));

        assertThat(page)
                .contains("| update an indicator (SMA) | 10.0 ns | ta4j, live: 25.0 µs | 2500 |")
                .contains("| IndicatorUpdateBenchmark.millrace | indicator VWAP | 12.0 ns | – | – | 83.3 M/s | 0.25 |")
                .doesNotContain("indicator (VWAP)")
                .doesNotContain("TA-Lib");
    }

    @Test
    void shouldShowSampledTimesWithoutRateAndBytes() {
        final String page = page(
                new Figure("RingLatencyBenchmark.roundTrip", Map.of("wait", "YIELDING"), 120, NONE, 25_000_000, NONE));

        assertThat(page)
                .contains("| one-way hop (YIELDING) | – | bare ring: p50 120 ns | – | – | – |")
                .contains("| wait YIELDING | p50 120 ns | – | 25.0 ms | – | – |");
    }

    private static String page(final Figure... figures) {
        return ResultPage.of(DATE, Arguments.parse("--quick", "--results", "unused"), List.of(figures));
    }

    private static Figure append(final String method, final String batchRecords, final double timeNs) {
        return new Figure("AppendBenchmark." + method, Map.of("batchRecords", batchRecords), timeNs, NONE, NONE, 0.25);
    }

    private static Figure indicator(final String method, final String kind, final double timeNs) {
        return new Figure("IndicatorUpdateBenchmark." + method, Map.of("indicator", kind), timeNs, NONE, NONE, 0.25);
    }
}
