package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.Listing;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class RunReportTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path results;

    @Test
    void shouldBeginWithWhatWasPromised() {
        final String page = RunPage.of(report(0.001, SectionOutcome.done("throughput", SECOND, throughput())));

        assertThat(page)
                .contains("| ≥ 1.50 | ≥ 3.00 | **2.00** | must | 12.00 M/s ÷ 6.00 M/s; five pairs |")
                .contains("| ≤ 0.000 | ≤ 0.000 | **0.020** | **missed** | 0.020 |")
                .contains("| ≤ 2.00 | ≤ 1.20 | **3.00** | **missed**, 1.50 times the bound |")
                .contains("| ≤ 3.00 s | ≤ 1.00 s | – | not measured in this run | – |")
                .contains("### A table\n\nIts text.\n\n| a | b |\n|---|---:|\n| 1 | 2 |")
                .contains("![A chart](a-chart.svg)")
                .contains("### A plan\n\nIts text.\n\n```\nSort\n  ->  Scan | filter\n```\n")
                .doesNotContain("not quiet");
        assertThat(page.indexOf("## What was promised")).isLessThan(page.indexOf("## throughput"));
    }

    @Test
    void shouldPutTheLatencyTablesBeforeOtherSections() {
        final SectionResult empty = SectionResult.builder().build();
        final String page = RunPage.of(report(
                0.001, SectionOutcome.done("jmh", SECOND, empty), SectionOutcome.done("latency", SECOND, empty)));

        assertThat(page.indexOf("## latency")).isPositive().isLessThan(page.indexOf("## jmh"));
    }

    @Test
    void shouldSayWhatFailedAndThatTheMachineWasNotQuiet() {
        final RunReport report =
                report(0.2, SectionOutcome.failed("aeron", SECOND, new IllegalStateException("no\ndriver")));

        assertThat(report.complete()).isFalse();
        assertThat(RunPage.of(report))
                .contains("**Section aeron failed:** java.lang.IllegalStateException: no driver\n")
                .contains("**The machine was not quiet.**");
    }

    @Test
    void shouldSayAroundWhichSectionsOtherWorkWentOn() throws IOException {
        final SectionResult empty = SectionResult.builder().build();
        final RunReport report = report(
                0.001,
                SectionOutcome.done("throughput", SECOND, empty).beside(0.004),
                SectionOutcome.done("latency", SECOND, empty).beside(0.031),
                SectionOutcome.done("jmh", SECOND, empty));

        assertThat(RunPage.of(report))
                .contains("**Not quiet around these sections**", ": latency 3.1 %.\n")
                .doesNotContain("**The machine was not quiet.**");
        final Path folder = report.write(results);
        final JsonNode ran = new ObjectMapper()
                .readTree(Files.readString(folder.resolve("results.json")))
                .get("ran");
        assertThat(ran.at("/1/lostShare").asDouble()).isEqualTo(0.031);
        assertThat(ran.at("/2/lostShare").isNull()).isTrue();
    }

    @Test
    void shouldGiveRatiosAsJson() throws IOException {
        final RunReport report = report(0.001, SectionOutcome.done("throughput", SECOND, throughput()));

        final JsonNode ratios = new ObjectMapper().readTree(report.ratios());

        assertThat(ratios.fieldNames())
                .toIterable()
                .containsExactly(
                        "engine-throughput-vs-append", "allocated-bytes-per-event", "p99-vs-hop", "other-ratio");
        assertThat(ratios.get("engine-throughput-vs-append").asDouble()).isEqualTo(2.0);
        assertThat(ratios.get("other-ratio").isNull()).as("JSON knows no NaN").isTrue();
        assertThat(report.goals())
                .contains("engine-throughput-vs-append        2.00  must")
                .doesNotContain("other-ratio");
    }

    @Test
    void shouldWriteAFolderThatIsNeverOverwritten() throws IOException {
        final RunReport report = report(0.001, SectionOutcome.done("throughput", SECOND, throughput()));

        final Path first = report.write(results);
        final Path second = report.write(results);

        assertThat(first).hasFileName("2026-11-20-amd-epyc");
        assertThat(second).hasFileName("2026-11-20-amd-epyc-2");
        assertThat(first.resolve("machine.md")).content().contains("quick, sections all");
        assertThat(first.resolve("a-chart.svg")).content().startsWith("<svg");
        final JsonNode json = new ObjectMapper().readTree(Files.readString(first.resolve("results.json")));
        assertThat(json.get("figures")).hasSize(5);
        assertThat(json.at("/figures/0/verdict").asText()).isEqualTo("MUST");
        assertThat(json.at("/ran/0/seconds").asDouble()).isEqualTo(1.0);
        try (HistogramLogReader log =
                new HistogramLogReader(first.resolve("a-log.hlog").toFile())) {
            final Histogram read = (Histogram) log.nextIntervalHistogram();
            assertThat(read.getTag()).isEqualTo("one-name");
            assertThat(read.getMaxValue()).isEqualTo(500);
            assertThat(log.nextIntervalHistogram()).isNull();
        }
    }

    private static SectionResult throughput() {
        final Histogram latencies = new Histogram(3);
        latencies.recordValue(500);
        final List<Curve> curves = List.of(new Curve("one name", latencies));
        return SectionResult.builder()
                .row(Row.ratio(Goal.THROUGHPUT, Unit.EVENTS_PER_SECOND, 12e6, "bare append", 6e6, 2.0, "five pairs"))
                .row(Row.absolute(Goal.ALLOCATION, Unit.BYTES_PER_EVENT, 0.02, ""))
                .row(Row.ratio(Goal.TAIL_LATENCY, Unit.NANOSECONDS, 900, "bare hop", 300, 3.0, ""))
                .row(Row.ratio("other-ratio", "something", Unit.NANOSECONDS, 1, "peer", 0, Double.NaN, ""))
                .row(Row.absolute("told-only", "something", Unit.NUMBER, 7, ""))
                .table(new Table("A table", "Its text.", List.of("a", "b"), List.of(List.of("1", "2"))))
                .chart(new Chart("a-chart", "A chart", curves))
                .latencies(new LatencyFile("a-log", curves))
                .listing(new Listing("A plan", "Its text.", "Sort\n  ->  Scan | filter\n"))
                .build();
    }

    private static RunReport report(final double lostShare, final SectionOutcome... outcomes) {
        final Histogram none = new Histogram(3);
        final Machine machine =
                new Machine("AMD EPYC", 2, 1 << 30, 0.1, "ext4", List.of(), new Noise(none, none, none, lostShare));
        return new RunReport(LocalDate.of(2026, 11, 20), Effort.QUICK, "all", "abc", machine, List.of(outcomes));
    }
}
