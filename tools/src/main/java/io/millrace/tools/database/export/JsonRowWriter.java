package io.millrace.tools.database.export;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** One array of objects, a row per line; numbers keep all their digits, infinities are text. One thread. */
final class JsonRowWriter implements RowWriter {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final List<ExportColumn> columns;
    private final JsonGenerator out;

    JsonRowWriter(Path file, List<ExportColumn> columns) throws IOException {
        this.columns = columns;
        out = MAPPER.createGenerator(Files.newBufferedWriter(file));
        out.setPrettyPrinter(new RowPerLine());
        out.writeStartArray();
    }

    /** A list of texts as one JSON array. */
    static String array(List<?> texts) {
        try {
            return MAPPER.writeValueAsString(texts);
        } catch (JacksonException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void write(Object[] values) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            out.writeFieldName(columns.get(i).name());
            write(columns.get(i).type(), values[i]);
        }
        out.writeEndObject();
    }

    private void write(ExportColumn.Type type, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof byte[] bytes) {
            out.writeString(HexFormat.of().formatHex(bytes));
        } else if (value instanceof List<?> texts) {
            out.writeRawValue(array(texts));
        } else if (type == ExportColumn.Type.JSON) {
            out.writeRawValue(value.toString());
        } else {
            out.writeString(value.toString());
        }
    }

    @Override
    public void close() throws IOException {
        out.writeEndArray();
        out.writeRaw('\n');
        out.close();
    }

    /** Breaks the line before each object of the outer array. */
    private static final class RowPerLine extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void beforeArrayValues(JsonGenerator generator) throws IOException {
            generator.writeRaw('\n');
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(",\n");
        }

        @Override
        public void writeEndArray(JsonGenerator generator, int values) throws IOException {
            generator.writeRaw("\n]");
        }
    }
}
