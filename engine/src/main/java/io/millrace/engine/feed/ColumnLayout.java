package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a published CSV layout: their order where a file has no header, their names where it has one.
 *
 * <p>Used when a feed is opened. Immutable; any thread.
 */
final class ColumnLayout {

    private final String format;
    private final int requiredColumns;
    private final String[][] names;

    /**
     * @param requiredColumns so many of the first columns must be there; the rest may be missing
     * @param columns one text for each column, in the published order: its names, joined by {@code |}
     */
    ColumnLayout(String format, int requiredColumns, String... columns) {
        this.format = format;
        this.requiredColumns = requiredColumns;
        this.names = Arrays.stream(columns).map(column -> column.split("\\|")).toArray(String[][]::new);
    }

    int minimumFields() {
        return requiredColumns;
    }

    int maximumFields() {
        return names.length;
    }

    /** Positions for a file without a header: each column at its own index. */
    int[] positional() {
        int[] positions = new int[names.length];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    /** Position of each column in a header, -1 for one that may be missing and is. */
    int[] resolve(String file, List<String> header) {
        int[] positions = new int[names.length];
        Arrays.fill(positions, -1);
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int column = find(header.get(i));
            if (column < 0) {
                unknown.add(header.get(i));
            } else if (positions[column] >= 0) {
                throw new ConfigurationError(
                        "feed file " + file + ": column '" + header.get(i) + "' stands twice in the header; keep one");
            } else {
                positions[column] = i;
            }
        }
        List<String> missing = new ArrayList<>();
        for (int column = 0; column < requiredColumns; column++) {
            if (positions[column] < 0) {
                missing.add(names[column][0]);
            }
        }
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new ConfigurationError("feed file " + file + ": header is not that of " + format
                    + list("; unknown columns: ", unknown) + list("; missing columns: ", missing)
                    + "; choose the format that fits, or correct the header");
        }
        return positions;
    }

    private static String list(String title, List<String> columns) {
        return columns.isEmpty() ? "" : title + Printable.text(String.join(", ", columns));
    }

    private int find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int column = 0; column < names.length; column++) {
            if (Arrays.asList(names[column]).contains(wanted)) {
                return column;
            }
        }
        return -1;
    }
}
