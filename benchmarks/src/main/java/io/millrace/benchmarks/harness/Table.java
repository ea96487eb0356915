package io.millrace.benchmarks.harness;

import java.util.List;

/**
 * A table of the result page; cells are Markdown. Immutable; any thread.
 *
 * @param title heading
 * @param text what a reader must know before the figures; may be empty
 * @param header column names; the first column is aligned left, the others right
 * @param rows cells
 */
public record Table(String title, String text, List<String> header, List<List<String>> rows) {
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        final int columns = header.size();
        if (columns == 0 || rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("table '" + title + "' has rows that do not fit its header " + header);
        }
    }
}
