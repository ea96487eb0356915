package io.millrace.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.LineChart;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run of all sections, as the result folder shows it. Immutable; main thread.
 *
 * @param date of the run
 * @param effort how much time it was given
 * @param sections which sections were asked for, in words
 * @param revision of the source; empty when unknown
 * @param machine that it ran on
 * @param outcomes what became of each section, in order
 */
public record RunReport(
        LocalDate date,
        Effort effort,
        String sections,
        String revision,
        Machine machine,
        List<SectionOutcome> outcomes) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public RunReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Writes the page, the JSON, the machine, the charts and the histograms into a new folder, and gives its path. */
    public Path write(final Path results) throws IOException {
        final ResultFolder folder = ResultFolder.create(results, date, machine);
        folder.write("README.md", RunPage.of(this));
        folder.write("results.json", json(everything()));
        folder.write("machine.md", machine.describe(effort.label() + ", sections " + sections, revision));
        for (final SectionResult result : results().toList()) {
            for (final Chart chart : result.charts()) {
                folder.write(chart.fileName() + ".svg", PercentileChart.draw(chart));
            }
            for (final LineChart chart : result.lineCharts()) {
                folder.write(chart.fileName() + ".svg", LineDrawing.draw(chart));
            }
            for (final LatencyFile file : result.latencyFiles()) {
                folder.write(file.fileName() + ".hlog", HistogramLog.of(file, date));
            }
        }
        return folder.path();
    }

    /** Every figure that is a ratio, and every other one that a goal is about, by key: one JSON object. */
    public String ratios() {
        final Map<String, Object> ratios = new LinkedHashMap<>();
        rows().filter(row -> row.isRatio() || row.goal().isPresent())
                .forEach(row -> ratios.put(row.key(), orNull(row.figure())));
        return json(ratios);
    }

    /** What was promised and what was reached, for a terminal. */
    public String goals() {
        final StringBuilder text = new StringBuilder();
        for (final Goal goal : Goal.values()) {
            of(goal).ifPresent(row -> text.append(String.format(
                    Locale.ROOT,
                    "%-28s %10s  %-9s  must %s  aim %s%n",
                    goal.key(),
                    goal.unit().format(row.figure()),
                    goal.judge(row.figure()).name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    goal.unit().format(goal.must()),
                    goal.unit().format(goal.aim()))));
        }
        return text.toString();
    }

    /** True when no section failed. */
    public boolean complete() {
        return outcomes.stream().allMatch(outcome -> outcome.result().isPresent());
    }

    /** The figure of a goal, where a section has brought it. */
    Optional<Row> of(final Goal goal) {
        return rows().filter(row -> row.goal().equals(Optional.of(goal))).findFirst();
    }

    private Stream<SectionResult> results() {
        return outcomes.stream().flatMap(outcome -> outcome.result().stream());
    }

    private Stream<Row> rows() {
        return results().flatMap(result -> result.rows().stream());
    }

    private Map<String, Object> everything() {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("date", date.toString());
        root.put("effort", effort.label());
        root.put("sections", sections);
        root.put("revision", revision);
        root.put("processor", machine.processor());
        root.put("cores", machine.cores());
        root.put("noise", machine.noise().summary());
        root.put("figures", rows().map(RunReport::figure).toList());
        final List<Object> ran = new ArrayList<>();
        for (final SectionOutcome outcome : outcomes) {
            final Map<String, Object> section = new LinkedHashMap<>();
            section.put("name", outcome.name());
            section.put("seconds", outcome.took().toMillis() / 1_000.0);
            section.put("lostShare", orNull(outcome.lostShare()));
            section.put("failure", outcome.failure());
            ran.add(section);
        }
        root.put("ran", ran);
        return root;
    }

    private static Map<String, Object> figure(final Row row) {
        final Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("key", row.key());
        figure.put("measure", row.measure());
        figure.put("unit", row.unit().symbol());
        figure.put("ours", orNull(row.ours()));
        figure.put("otherName", row.otherName());
        figure.put("other", orNull(row.other()));
        figure.put("figure", orNull(row.figure()));
        row.goal().ifPresent(goal -> {
            figure.put("direction", goal.direction().name());
            figure.put("must", orNull(goal.must()));
            figure.put("aim", orNull(goal.aim()));
            figure.put("verdict", goal.judge(row.figure()).name());
        });
        figure.put("notes", row.notes());
        return figure;
    }

    /** JSON knows no NaN. */
    private static Object orNull(final double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }

    private static String json(final Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object) + "\n";
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("a report holds a value that JSON cannot hold", impossible);
        }
    }
}
