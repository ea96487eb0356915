package io.millrace.benchmarks.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;

/**
 * The page of a result folder of JMH alone.
 *
 * <p>Main thread; cold.
 */
final class ResultPage {
    private ResultPage() {}

    static String of(final LocalDate date, final Arguments arguments, final Collection<RunResult> results) {
        return of(date, arguments, results.stream().map(Figure::of).toList());
    }

    static String of(final LocalDate date, final Arguments arguments, final List<Figure> figures) {
        final StringBuilder page = new StringBuilder("# JMH results, ")
                .append(date)
                .append(", ")
                .append(arguments.mode())
                .append(
                        "\n\nMachine, flags and noise: [machine.md](machine.md). Raw: [jmh.json](jmh.json). How to read it:")
                .append(" [benchmarks](../../README.md).\n");
        if (arguments.quick()) {
            page.append("\nA quick run: one fork and a few short iterations. Good for orders of magnitude, not for")
                    .append(" a few per cent.\n");
        }
        final JmhTables tables = new JmhTables(figures);
        Markdown.append(page, 2, tables.questions());
        Markdown.append(page, 2, tables.all());
        return page.toString();
    }
}
