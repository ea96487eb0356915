package io.millrace.archiver.access.error;

import io.millrace.archiver.access.operation.Operation;

/**
 * Where a failure happened. Immutable; holds no bound value.
 *
 * @param operation component, name and type of what failed
 * @param sql the statement with its placeholders; empty where no statement ran
 * @param sqlState five characters of the server; empty where the failure is our own
 * @param constraint name of the violated constraint; empty where the server names none, as the next two
 * @param table the table
 * @param column the column
 */
public record ErrorContext(
        Operation operation, String sql, String sqlState, String constraint, String table, String column) {

    /** A failure that no statement of the server has caused. */
    public static ErrorContext of(Operation operation) {
        return new ErrorContext(operation, "", "", "", "", "");
    }

    /** A value that was refused before the database saw it. */
    public static ErrorContext ofColumn(Operation operation, String column) {
        return new ErrorContext(operation, "", "", "", "", column);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operation.toString());
        append(text, "table", table);
        append(text, "column", column);
        append(text, "constraint", constraint);
        append(text, "sqlstate", sqlState);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }
}
