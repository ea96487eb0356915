package io.millrace.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.harness.Goal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BenchCommandTest {
    private static final List<Goal> OF_THE_ENGINE =
            List.of(Goal.THROUGHPUT, Goal.EVENTS_PER_SECOND, Goal.ALLOCATION, Goal.MEDIAN_LATENCY, Goal.TAIL_LATENCY);

    @TempDir
    Path results;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--fast --results x | '--fast' is not understood; usage: bench",
                "throughput floors --results x | 'floors' is not understood",
                "--results | --results needs a value",
                "--quick | --results is missing",
                "--results x *floors | '*floors' is no regular expression",
                "--results x nothing | no section matches 'nothing': there are throughput, floors, latency"
            })
    void shouldRefuseWhatItDoesNotUnderstandInOneLine(final String line, final String message) throws IOException {
        final int exitCode = run(line.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .startsWith("bench: " + message)
                .hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void shouldMeasureTheEngineAndItsFloors() throws IOException {
        final int exitCode = run("--smoke", "--json", "--results", results.toString(), "throughput|floors|latency");

        assertThat(exitCode).as(progress.toString(StandardCharsets.UTF_8)).isZero();
        final JsonNode ratios = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        for (final Goal goal : OF_THE_ENGINE) {
            assertThat(ratios.get(goal.key()).asDouble(-1)).as(goal.key()).isGreaterThanOrEqualTo(0);
        }
        assertThat(ratios.get(Goal.THROUGHPUT.key()).asDouble()).isPositive();
        assertThat(ratios.get(Goal.TAIL_LATENCY.key()).asDouble()).isPositive();
        final Path folder = theFolder();
        assertThat(folder.resolve("README.md"))
                .content()
                .contains("### Latency, no journal", "### Latency, journal, durability process", "durability batch")
                .contains("| rate | 50 % | 90 % | 95 % | 99 % | 99.9 % | 99.99 % | worst |")
                .containsPattern("\\| 1M[^|]*\\| [0-9]")
                .containsPattern("\\| maximum \\([0-9.]+ [Mk]/s\\) \\| [0-9]")
                .containsPattern("\\| published \\| [0-9]")
                .contains("smoke run")
                .doesNotContain("Nothing was measured");
        assertThat(folder.resolve("latency-process.svg")).content().contains("<polyline", "1M events/s");
        try (HistogramLogReader log = new HistogramLogReader(
                folder.resolve("floors-busy-spin-clustered.hlog").toFile())) {
            int histograms = 0;
            for (EncodableHistogram each = log.nextIntervalHistogram();
                    each != null;
                    each = log.nextIntervalHistogram()) {
                assertThat(((Histogram) each).getTotalCount()).as(each.getTag()).isBetween(5_000L, 5_200L);
                histograms++;
            }
            assertThat(histograms).isEqualTo(4);
        }
    }

    private Path theFolder() throws IOException {
        try (Stream<Path> folders = Files.list(results)) {
            final List<Path> found = folders.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private int run(final String... args) throws IOException {
        return BenchCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8),
                args);
    }
}
