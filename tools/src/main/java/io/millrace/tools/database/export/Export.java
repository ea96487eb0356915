package io.millrace.tools.database.export;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes rows of one snapshot into one file. One thread; memory for a few thousand rows. The file gets its name when it is whole.
 */
public final class Export {
    private static final int FETCH_ROWS = 5_000;
    private static final int TELL_EVERY_ROWS = 10_000;

    private Export() {}

    /**
     * What was written.
     *
     * @param columns names in the order of the file
     */
    public record Result(long rows, List<String> columns, long sizeBytes) {}

    /**
     * Exports.
     *
     * @param from first time, or null for no bound
     * @param to end, exclusive, or null for no bound
     * @param file must not exist
     * @param progress hears the number of rows so far
     * @throws ExportException where a value does not fit the format, or the database refuses
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     */
    public static Result run(
            DatabaseTarget target,
            ExportSource source,
            Instant from,
            Instant to,
            ExportFormat format,
            Path file,
            LongConsumer progress)
            throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (Connection connection = Database.connect(target, "millrace-export", Database.LONG_TIMEOUT)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            ExportStatement statement = ExportStatement.of(connection, source, from, to);
            Files.deleteIfExists(partial);
            List<ExportColumn> columns = statement.columns(connection, format == ExportFormat.PARQUET);
            long rows;
            try (RowWriter writer = format.open(partial, columns)) {
                rows = copy(connection, statement, columns, writer, progress);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return new Result(rows, columns.stream().map(ExportColumn::name).toList(), Files.size(file));
        } catch (SQLException e) {
            String message =
                    "cannot export " + source.name() + " from " + target.describe() + ": " + SqlErrors.describe(e);
            if (SqlErrors.isTransient(e) || SqlErrors.isRefused(e)) {
                throw new DatabaseUnavailableException(message, e);
            }
            throw new ExportException(message, e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static long copy(
            Connection connection,
            ExportStatement statement,
            List<ExportColumn> columns,
            RowWriter writer,
            LongConsumer progress)
            throws SQLException, IOException {
        long rows = 0;
        try (PreparedStatement select = statement.prepare(connection)) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                Object[] values = new Object[columns.size()];
                while (row.next()) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = ExportValue.read(row, i + 1, columns.get(i));
                    }
                    writer.write(values);
                    if (++rows % TELL_EVERY_ROWS == 0) {
                        progress.accept(rows);
                    }
                }
            }
        }
        return rows;
    }
}
