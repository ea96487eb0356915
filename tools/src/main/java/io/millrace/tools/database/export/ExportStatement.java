package io.millrace.tools.database.export;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The statement behind an export, and what its columns are. One thread. */
final class ExportStatement {
    private static final String WHOLE = "SELECT format('SELECT * FROM public.%I', ?::text)";
    private static final String BETWEEN = """
            SELECT format('SELECT * FROM public.%1$I WHERE %2$I >= ?::timestamptz AND %2$I < ?::timestamptz', ?::text, ?::text)
            """;
    private static final String DIGITS = """
            SELECT format('SELECT coalesce(max(length(trunc(abs(%1$I))::text)), 1), coalesce(max(scale(trim_scale(%1$I))), 0),'
                          ' coalesce(bool_or(%1$I = ''NaN'' OR abs(%1$I) = ''Infinity''), false) FROM (%2$s) q', ?::text, ?::text)
            """;

    private final String sql;
    private final List<String> parameters;

    private ExportStatement(String sql, List<String> parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    static ExportStatement of(Connection connection, ExportSource source, Instant from, Instant to)
            throws SQLException {
        List<String> bounds =
                List.of(from == null ? "-infinity" : from.toString(), to == null ? "infinity" : to.toString());
        if (source.query() != null) {
            return new ExportStatement(source.query().sql(), bounds);
        }
        if (from == null && to == null) {
            return new ExportStatement(text(connection, WHOLE, source.relation()), List.of());
        }
        String sql = text(connection, BETWEEN, source.relation(), source.timeColumn());
        return new ExportStatement(sql, bounds);
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        return prepare(connection, sql);
    }

    private PreparedStatement prepare(Connection connection, String text) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setString(i + 1, parameters.get(i));
        }
        return statement;
    }

    /**
     * The columns.
     *
     * @param exactDecimals find out how many digits the decimals have, which reads all rows once more
     */
    List<ExportColumn> columns(Connection connection, boolean exactDecimals) throws SQLException {
        List<ExportColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection)) {
            ResultSetMetaData meta = statement.getMetaData();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(new ExportColumn(
                        meta.getColumnLabel(i), ExportColumn.Type.of(meta.getColumnTypeName(i)), 0, 0));
            }
        }
        if (exactDecimals) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).type() == ExportColumn.Type.DECIMAL) {
                    columns.set(i, withDigits(connection, columns.get(i).name()));
                }
            }
        }
        return columns;
    }

    private ExportColumn withDigits(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = prepare(connection, text(connection, DIGITS, name, sql));
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getBoolean(3)) {
                throw new ExportException("column " + name
                        + " holds NaN or an infinity, which a decimal of Parquet cannot: " + "export as csv or json");
            }
            return new ExportColumn(name, ExportColumn.Type.DECIMAL, row.getInt(1), row.getInt(2));
        }
    }

    private static String text(Connection connection, String query, String... names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < names.length; i++) {
                statement.setString(i + 1, names[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
