package io.millrace.tools.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Shows the rows of a query: column names as the database has them, in JSON as camel case. Stateless. */
final class RowTable {
    private static final String SIZE_SUFFIX = "_bytes";

    private RowTable() {}

    static List<Map<String, Object>> json(List<Map<String, Object>> rows) {
        return rows.stream().map(RowTable::json).toList();
    }

    static Map<String, Object> json(Map<String, Object> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        row.forEach((name, value) -> object.put(camelCase(name), value));
        return object;
    }

    /** A heading and a table, or nothing where there are no rows. */
    static void print(TextPrinter out, String heading, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> columns = List.copyOf(rows.get(0).keySet());
        List<String> titles = columns.stream()
                .map(column -> (isNumber(rows, column) ? ">" : "")
                        + column.replaceFirst(SIZE_SUFFIX + "$", "").replace('_', ' '))
                .toList();
        out.heading(heading);
        out.table(
                titles,
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> cell(column, row.get(column)))
                                .toList())
                        .toList());
    }

    private static boolean isNumber(List<Map<String, Object>> rows, String column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .allMatch(Number.class::isInstance);
    }

    private static String cell(String column, Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Number number && column.endsWith(SIZE_SUFFIX)) {
            return Format.bytes(number.longValue());
        }
        return value instanceof Long || value instanceof Integer
                ? Format.count(((Number) value).longValue())
                : value.toString();
    }

    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("_", -1)) {
            text.append(text.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return text.toString();
    }
}
