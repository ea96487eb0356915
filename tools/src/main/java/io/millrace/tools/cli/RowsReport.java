package io.millrace.tools.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a view. Immutable.
 *
 * @param empty what to say where there are none
 */
record RowsReport(String heading, String empty, List<Map<String, Object>> rows) implements Report {
    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rows", RowTable.json(rows));
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        if (rows.isEmpty()) {
            out.line(empty);
        }
        RowTable.print(out, heading, rows);
    }
}
