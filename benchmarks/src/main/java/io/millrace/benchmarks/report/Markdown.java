package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Table;

/** Writes tables as Markdown. Any thread; cold. */
final class Markdown {
    private Markdown() {}

    /** A heading of a level, the text, the table; a table without rows says so. */
    static void append(final StringBuilder page, final int level, final Table table) {
        page.append('\n')
                .append("#".repeat(level))
                .append(' ')
                .append(table.title())
                .append("\n\n");
        if (!table.text().isEmpty()) {
            page.append(table.text()).append("\n\n");
        }
        if (table.rows().isEmpty()) {
            page.append("Nothing was measured.\n");
            return;
        }
        row(page, table.header());
        page.append("|---|").append("---:|".repeat(table.header().size() - 1)).append('\n');
        table.rows().forEach(cells -> row(page, cells));
    }

    private static void row(final StringBuilder page, final Iterable<String> cells) {
        page.append('|');
        cells.forEach(cell -> page.append(' ').append(cell).append(" |"));
        page.append('\n');
    }
}
