package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once, in this process; the figures mean nothing, the report made of them must be whole. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class EveryBenchmarkTest {
    private static List<Figure> figures;

    @BeforeAll
    static void runEachOnce() throws RunnerException {
        final Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(".*")
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .param("batchRecords", "64")
                        .param("wait", "YIELDING")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        figures = results.stream().map(Figure::of).toList();
    }

    @Test
    void shouldHaveRunAllThatTheQuestionsName() {
        final Set<String> asked = Question.ALL.stream()
                .flatMap(question -> List.of(question.ours(), question.peer()).stream())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));

        final Set<String> ran = figures.stream().map(Figure::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(ran)
                .as("each benchmark answers a question, and each question has its benchmarks")
                .isEqualTo(asked);
        assertThat(figures).allSatisfy(figure -> assertThat(figure.timeNs()).isPositive());
    }

    @Test
    void shouldTurnRatesAndSamplesIntoTimes() throws RunnerException {
        final Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("ReplayBenchmark.tail|RingLatencyBenchmark")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(100))
                        .param("wait", "YIELDING")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        for (final RunResult result : results) {
            final Figure figure = Figure.of(result);
            assertThat(figure.timeNs()).as(figure.name()).isBetween(1.0, 1e10);
            if (figure.name().equals("ReplayBenchmark.tail")) {
                final double perSecond =
                        result.getSecondaryResults().get("records").getScore();
                assertThat(figure.timeNs()).isEqualTo(1e9 / perSecond);
                assertThat(figure.bytes()).isBetween(0.0, 100.0);
                assertThat(figure.p99Ns()).isNaN();
            } else {
                assertThat(figure.p99Ns()).isGreaterThanOrEqualTo(figure.timeNs());
                assertThat(figure.bytes()).isNaN();
            }
        }
        assertThat(results).hasSize(2);
    }

    @Test
    void shouldCountAllocationOfTheMeasuredLoopOnly() {
        assertThat(figures)
                .filteredOn(figure -> figure.name().equals("EngineThroughputBenchmark.engine")
                        || figure.name().equals("AppendBenchmark.millrace"))
                .hasSize(2)
                .allSatisfy(figure -> assertThat(figure.bytes()).isLessThan(0.5));
    }

    @Test
    void shouldShowEachQuestionOnThePage() {
        final Arguments arguments = Arguments.parse("--results", "unused");

        final String page = ResultPage.of(LocalDate.EPOCH, arguments, figures);

        assertThat(Question.ALL)
                // The peer at one record per excerpt is not part of this short run.
                .filteredOn(question -> question.peerParameters().isEmpty())
                .allSatisfy(question -> assertThat(page)
                        .containsPattern(
                                "\\| " + question.text() + "[^|]*\\|[^|]*\\| " + question.peerLabel() + ": [0-9p]"));
    }
}
