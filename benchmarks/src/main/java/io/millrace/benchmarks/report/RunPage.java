package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.harness.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The page of a run: what was promised and what was reached, the latency tables, then everything else.
 *
 * <p>Main thread; cold.
 */
final class RunPage {
    private static final String NOTHING = "–";
    /** Sections whose tables stand directly behind the goals. */
    private static final List<String> FIRST = List.of("latency");

    private final RunReport report;
    private final StringBuilder page = new StringBuilder();

    private RunPage(final RunReport report) {
        this.report = report;
    }

    static String of(final RunReport report) {
        final RunPage writer = new RunPage(report);
        writer.head();
        writer.goals();
        report.outcomes().stream()
                .filter(outcome -> FIRST.contains(outcome.name()))
                .forEach(writer::section);
        report.outcomes().stream()
                .filter(outcome -> !FIRST.contains(outcome.name()))
                .forEach(writer::section);
        return writer.page.toString();
    }

    private void head() {
        page.append("# Results, ")
                .append(report.date())
                .append(", ")
                .append(report.machine().processor())
                .append(", ")
                .append(report.effort().label())
                .append("\n\nSource: ")
                .append(report.revision().isEmpty() ? "unknown" : report.revision())
                .append(". Sections: `")
                .append(report.sections())
                .append(
                        "`. Ratios are medians of interleaved pairs. Machine, flags and noise: [machine.md](machine.md); all")
                .append(
                        " figures as data:\n[results.json](results.json); histograms: the `.hlog` files. How to read it:")
                .append(" [benchmarks](../../README.md).\n\n")
                .append("Noise under every absolute figure: ")
                .append(report.machine().noise().summary())
                .append('\n');
        if (report.machine().noise().disturbing()) {
            page.append(
                            "\n**The machine was not quiet.** Absolute figures and all tails tell of what else ran; even ratios")
                    .append(" are rough.\n");
        }
        final List<String> disturbed = report.outcomes().stream()
                .filter(SectionOutcome::disturbed)
                .map(outcome -> outcome.name() + " " + percent(outcome.lostShare()))
                .toList();
        if (!disturbed.isEmpty()) {
            page.append(
                            "\n**Not quiet around these sections**, with what spinning threads lost right before or after: ")
                    .append(String.join(", ", disturbed))
                    .append(".\n");
        }
        if (report.effort() != Effort.FULL) {
            page.append(
                    report.effort() == Effort.QUICK
                            ? "\nA quick run: orders of magnitude, and ratios to some ten per cent.\n"
                            : "\n**A smoke run: it shows that the harness works. Its figures mean nothing.**\n");
        }
        report.outcomes().stream()
                .filter(outcome -> outcome.result().isEmpty())
                .forEach(outcome -> page.append("\n**Section ")
                        .append(outcome.name())
                        .append(" failed:** ")
                        .append(outcome.failure())
                        .append('\n'));
    }

    private void goals() {
        final List<List<String>> rows = new ArrayList<>();
        for (final Goal goal : Goal.values()) {
            final Optional<Row> row = report.of(goal);
            rows.add(List.of(
                    goal.measure(),
                    bound(goal, goal.must()),
                    bound(goal, goal.aim()),
                    row.map(found -> "**" + value(goal, found.figure()) + "**").orElse(NOTHING),
                    row.map(found -> verdict(goal, found)).orElse("not measured in this run"),
                    row.map(RunPage::sides).orElse(NOTHING)));
        }
        Markdown.append(
                page,
                2,
                new Table(
                        "What was promised",
                        "",
                        List.of("measure", "must", "aim", "figure", "met?", "ours against"),
                        rows));
    }

    private void section(final SectionOutcome outcome) {
        if (outcome.result().isEmpty()) {
            return;
        }
        final SectionResult result = outcome.result().get();
        page.append("\n## ").append(outcome.name()).append("\n");
        for (final Table table : result.tables()) {
            Markdown.append(page, 3, table);
        }
        if (!result.rows().isEmpty()) {
            Markdown.append(page, 3, figures(result));
        }
        result.charts().forEach(chart -> image(chart.title(), chart.fileName()));
        result.lineCharts().forEach(chart -> image(chart.title(), chart.fileName()));
        result.listings().forEach(listing -> Markdown.append(page, 3, listing));
    }

    private void image(final String title, final String fileName) {
        page.append("\n![").append(title).append("](").append(fileName).append(".svg)\n");
    }

    private static Table figures(final SectionResult result) {
        final List<List<String>> rows = new ArrayList<>();
        for (final Row row : result.rows()) {
            rows.add(List.of(
                    row.measure() + (row.notes().isEmpty() ? "" : " (" + row.notes() + ")"),
                    row.unit().format(row.ours()),
                    row.isRatio() ? row.otherName() + ": " + row.unit().format(row.other()) : NOTHING,
                    row.isRatio() ? Unit.RATIO.format(row.figure()) : NOTHING));
        }
        return new Table("Figures", "", List.of("measure", "ours", "floor or peer", "ratio"), rows);
    }

    private static String sides(final Row row) {
        final String ours = row.unit().format(row.ours());
        return (row.isRatio() ? ours + " ÷ " + row.unit().format(row.other()) : ours)
                + (row.notes().isEmpty() ? "" : "; " + row.notes());
    }

    private static String verdict(final Goal goal, final Row row) {
        final Verdict verdict = goal.judge(row.figure());
        if (verdict != Verdict.MISSED) {
            return verdict.label();
        }
        final double distance = row.figure() / goal.must();
        return Double.isFinite(distance)
                ? verdict.label() + String.format(Locale.ROOT, ", %.2f times the bound", distance)
                : verdict.label();
    }

    private static String percent(final double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String bound(final Goal goal, final double bound) {
        return Double.isNaN(bound) ? NOTHING : (goal.direction().symbol() + " " + value(goal, bound));
    }

    private static String value(final Goal goal, final double value) {
        return goal.unit().format(value);
    }
}
