package io.millrace.tools.database.export;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads a value of a row as the Java type of its column. Stateless. */
final class ExportValue {
    private ExportValue() {}

    static Object read(ResultSet row, int index, ExportColumn column) throws SQLException {
        Object value = switch (column.type()) {
            case INTEGER -> row.getLong(index);
            case DOUBLE -> row.getDouble(index);
            case BOOLEAN -> row.getBoolean(index);
            case DECIMAL -> decimal(row, index);
            case TIMESTAMP -> timestamp(row, index, column);
            case DATE -> row.getObject(index, LocalDate.class);
            case BYTES -> row.getBytes(index);
            case TEXTS -> texts(row.getArray(index));
            case TEXT, JSON -> row.getString(index);
        };
        return row.wasNull() ? null : value;
    }

    /** NaN and infinities, which only CSV and JSON come to see, stay text. */
    private static Object decimal(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        return text == null || text.endsWith("N") || text.endsWith("y") ? text : new BigDecimal(text);
    }

    private static Object timestamp(ResultSet row, int index, ExportColumn column) throws SQLException {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        if (OffsetDateTime.MAX.equals(time) || OffsetDateTime.MIN.equals(time)) {
            throw new ExportException("column " + column.name() + " holds an infinite time, which no file format can");
        }
        return time == null ? null : time.toInstant();
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? null : Collections.unmodifiableList(Arrays.asList((String[]) array.getArray()));
    }
}
