package io.millrace.tools.database.export;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** RFC 4180. One thread. */
final class CsvRowWriter implements RowWriter {
    private static final String LINE_END = "\r\n";

    private final Writer out;

    CsvRowWriter(Path file, List<ExportColumn> columns) throws IOException {
        out = Files.newBufferedWriter(file);
        write(columns.stream().map(ExportColumn::name).toArray());
    }

    @Override
    public void write(Object[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            if (values[i] != null) {
                field(text(values[i]));
            }
        }
        out.write(LINE_END);
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> texts) {
            return JsonRowWriter.array(texts);
        }
        return value.toString();
    }

    private void field(String text) throws IOException {
        boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        out.write(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
