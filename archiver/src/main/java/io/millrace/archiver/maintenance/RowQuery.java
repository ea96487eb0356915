package io.millrace.archiver.maintenance;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers of a few rows, as maps from column to value in the order of the query. Stateless, any thread. */
final class RowQuery {
    private static final String APPLICATION = "millrace-db";

    private RowQuery() {}

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    /**
     * Runs work on a connection of its own, in auto-commit mode.
     *
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where it refuses
     */
    static <T> T on(DatabaseTarget target, Work<T> work) {
        try (Connection connection = Database.connect(target, APPLICATION, Database.LONG_TIMEOUT)) {
            return work.apply(connection);
        } catch (SQLException e) {
            String message = target.describe() + ": " + SqlErrors.describe(e);
            if (SqlErrors.isTransient(e) || SqlErrors.isRefused(e)) {
                throw new DatabaseUnavailableException(message, e);
            }
            throw new ArchiverException(message, e);
        }
    }

    /** All rows of a statement; parameters are bound, times come as ISO text. */
    static List<Map<String, Object>> rows(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                ResultSetMetaData meta = row.getMetaData();
                List<Map<String, Object>> rows = new ArrayList<>();
                while (row.next()) {
                    Map<String, Object> values = new LinkedHashMap<>();
                    for (int i = 1; i <= meta.getColumnCount(); i++) {
                        values.put(meta.getColumnLabel(i), value(row, meta, i));
                    }
                    rows.add(values);
                }
                return rows;
            }
        }
    }

    private static Object value(ResultSet row, ResultSetMetaData meta, int column) throws SQLException {
        return switch (meta.getColumnTypeName(column)) {
            case "timestamptz" -> {
                OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
                yield time == null ? null : time.toInstant().toString();
            }
            case "int2", "int4", "int8", "float4", "float8", "bool", "numeric" -> row.getObject(column);
            default -> row.getString(column);
        };
    }
}
