package io.millrace.benchmarks.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/**
 * The page of a result folder: first the questions, then every figure.
 *
 * <p>Main thread; cold.
 */
final class ResultPage {
    private static final String NOTHING = "–";

    private final List<Figure> figures;
    private final StringBuilder page = new StringBuilder();

    private ResultPage(final List<Figure> figures) {
        this.figures = figures;
    }

    static String of(final LocalDate date, final Arguments arguments, final Collection<RunResult> results) {
        return of(date, arguments, results.stream().map(Figure::of).toList());
    }

    static String of(final LocalDate date, final Arguments arguments, final List<Figure> figures) {
        final ResultPage writer = new ResultPage(figures);
        writer.head(date, arguments);
        writer.questions();
        writer.everything();
        return writer.page.toString();
    }

    private void head(final LocalDate date, final Arguments arguments) {
        page.append("# JMH results, ")
                .append(date)
                .append(", ")
                .append(arguments.mode())
                .append(
                        "\n\nTimes are those of one operation; lower is better. Ratio = floor or peer / ours: above 1 ours is")
                .append(
                        " faster,\nbelow 1 it shows what ours adds to the floor. Bytes are heap bytes allocated for one")
                .append(
                        " operation.\nMachine, flags and noise: [machine.md](machine.md). Raw: [jmh.json](jmh.json). How to")
                .append(" read it: [benchmarks](../../README.md).\n");
        if (arguments.quick()) {
            page.append("\nA quick run: one fork and a few short iterations. Good for orders of magnitude, not for")
                    .append(" a few per cent.\n");
        }
    }

    private void questions() {
        page.append(
                        "\n## Questions\n\n| question | ours | floor or peer | ratio | bytes/op, ours | bytes/op, other |\n")
                .append("|---|---:|---:|---:|---:|---:|\n");
        for (final Question question : Question.ALL) {
            if (question.ours().isEmpty()) {
                figures.stream()
                        .filter(figure -> figure.matches(question.peer(), Map.of()))
                        .forEach(floor -> row(question, floor.parameters(), Optional.empty(), Optional.of(floor)));
            } else {
                figures.stream()
                        .filter(figure -> figure.matches(question.ours(), Map.of()))
                        .forEach(ours -> peerOf(ours, question)
                                .ifPresent(peer ->
                                        row(question, ours.parameters(), Optional.of(ours), Optional.of(peer))));
            }
        }
    }

    /** The peer at the same parameters, where it has them, and at those that the question fixes. */
    private Optional<Figure> peerOf(final Figure ours, final Question question) {
        return figures.stream()
                .filter(figure -> figure.name().equals(question.peer()))
                .filter(figure -> {
                    final Map<String, String> wanted = new HashMap<>(ours.parameters());
                    wanted.keySet().retainAll(figure.parameters().keySet());
                    wanted.putAll(question.peerParameters());
                    return figure.matches(question.peer(), wanted);
                })
                .findFirst();
    }

    private void row(
            final Question question,
            final Map<String, String> parameters,
            final Optional<Figure> ours,
            final Optional<Figure> peer) {
        final String values = String.join(", ", parameters.values());
        final String ratio = ours.flatMap(own -> peer.map(other -> ratio(other.timeNs() / own.timeNs())))
                .orElse(NOTHING);
        page.append("| ")
                .append(question.text())
                .append(values.isEmpty() ? "" : " (" + values + ")")
                .append(" | ")
                .append(ours.map(ResultPage::time).orElse(NOTHING))
                .append(" | ")
                .append(question.peerLabel())
                .append(": ")
                .append(peer.map(ResultPage::time).orElse(NOTHING))
                .append(" | ")
                .append(ratio)
                .append(" | ")
                .append(ours.map(own -> bytes(own.bytes())).orElse(NOTHING))
                .append(" | ")
                .append(peer.map(other -> bytes(other.bytes())).orElse(NOTHING))
                .append(" |\n");
    }

    private void everything() {
        page.append("\n## All figures\n\n| benchmark | parameters | time | ± | p99 | rate | bytes/op |\n")
                .append("|---|---|---:|---:|---:|---:|---:|\n");
        for (final Figure figure : figures) {
            page.append("| ")
                    .append(figure.name())
                    .append(" | ")
                    .append(figure.parameters().entrySet().stream()
                            .map(parameter -> parameter.getKey() + " " + parameter.getValue())
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(time(figure))
                    .append(" | ")
                    .append(duration(figure.errorNs()))
                    .append(" | ")
                    .append(duration(figure.p99Ns()))
                    .append(" | ")
                    .append(rate(figure))
                    .append(" | ")
                    .append(bytes(figure.bytes()))
                    .append(" |\n");
        }
    }

    private static String time(final Figure figure) {
        return (Double.isNaN(figure.p99Ns()) ? "" : "p50 ") + duration(figure.timeNs());
    }

    private static String duration(final double ns) {
        if (Double.isNaN(ns)) {
            return NOTHING;
        }
        if (ns < 100) {
            return format("%.1f ns", ns);
        }
        if (ns < 10_000) {
            return format("%.0f ns", ns);
        }
        return ns < 10_000_000 ? format("%.1f µs", ns / 1e3) : format("%.1f ms", ns / 1e6);
    }

    /** Operations in a second; of a time that was sampled one by one it would say nothing. */
    private static String rate(final Figure figure) {
        if (!Double.isNaN(figure.p99Ns())) {
            return NOTHING;
        }
        final double perSecond = 1e9 / figure.timeNs();
        return perSecond >= 1e6 ? format("%.1f M/s", perSecond / 1e6) : format("%.1f k/s", perSecond / 1e3);
    }

    private static String ratio(final double value) {
        return format(value < 10 ? "%.2f" : "%.0f", value);
    }

    private static String bytes(final double value) {
        return Double.isNaN(value) ? NOTHING : format("%.2f", value);
    }

    private static String format(final String pattern, final double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
