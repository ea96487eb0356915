package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What JMH has found, as two tables: first the questions, then every figure.
 *
 * <p>Main thread; cold.
 */
final class JmhTables {
    private static final String NOTHING = "–";

    private final Collection<Figure> figures;

    JmhTables(final Collection<Figure> figures) {
        this.figures = figures;
    }

    /** Ours against floors and peers. */
    Table questions() {
        final List<List<String>> rows = new ArrayList<>();
        for (final Question question : Question.ALL) {
            if (question.ours().isEmpty()) {
                figures.stream()
                        .filter(figure -> figure.matches(question.peer(), Map.of()))
                        .forEach(floor ->
                                rows.add(row(question, floor.parameters(), Optional.empty(), Optional.of(floor))));
            } else {
                figures.stream()
                        .filter(figure -> figure.matches(question.ours(), Map.of()))
                        .forEach(ours -> peerOf(ours, question)
                                .ifPresent(peer -> rows.add(
                                        row(question, ours.parameters(), Optional.of(ours), Optional.of(peer)))));
            }
        }
        return new Table(
                "Questions",
                "Times of one operation; ratio = floor or peer / ours, so that above 1 ours is faster. Bytes are heap bytes"
                        + " allocated for one operation.",
                List.of("question", "ours", "floor or peer", "ratio", "bytes/op, ours", "bytes/op, other"),
                rows);
    }

    /** Every figure. */
    Table all() {
        final List<List<String>> rows = new ArrayList<>();
        for (final Figure figure : figures) {
            rows.add(List.of(
                    figure.name(),
                    figure.parameters().entrySet().stream()
                            .map(parameter -> parameter.getKey() + " " + parameter.getValue())
                            .collect(Collectors.joining(", ")),
                    time(figure),
                    duration(figure.errorNs()),
                    duration(figure.p99Ns()),
                    rate(figure),
                    bytes(figure.bytes())));
        }
        return new Table(
                "All figures", "", List.of("benchmark", "parameters", "time", "±", "p99", "rate", "bytes/op"), rows);
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

    private static List<String> row(
            final Question question,
            final Map<String, String> parameters,
            final Optional<Figure> ours,
            final Optional<Figure> peer) {
        final String values = String.join(", ", parameters.values());
        return List.of(
                question.text() + (values.isEmpty() ? "" : " (" + values + ")"),
                ours.map(JmhTables::time).orElse(NOTHING),
                question.peerLabel() + ": " + peer.map(JmhTables::time).orElse(NOTHING),
                ours.flatMap(own -> peer.map(other -> ratio(other.timeNs() / own.timeNs())))
                        .orElse(NOTHING),
                ours.map(own -> bytes(own.bytes())).orElse(NOTHING),
                peer.map(other -> bytes(other.bytes())).orElse(NOTHING));
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
