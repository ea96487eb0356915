package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Listing;
import io.millrace.benchmarks.harness.Table;

/** Writes tables and listings as Markdown. Any thread; cold. */
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

    /** A heading of a level, the text, the lines as they are. */
    static void append(final StringBuilder page, final int level, final Listing listing) {
        page.append('\n')
                .append("#".repeat(level))
                .append(' ')
                .append(listing.title())
                .append("\n\n");
        if (!listing.text().isEmpty()) {
            page.append(listing.text()).append("\n\n");
        }
        page.append("```\n").append(listing.body().stripTrailing()).append("\n```\n");
    }

    private static void row(final StringBuilder page, final Iterable<String> cells) {
        page.append('|');
        cells.forEach(cell -> page.append(' ').append(cell).append(" |"));
        page.append('\n');
    }
}
