package io.millrace.archiver.sink;

import io.millrace.archiver.database.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies the records of a table in though it refuses some: what is refused as a whole is tried in halves, down to the
 * record. All in the caller's transaction, each try behind a savepoint. The archiver's thread.
 */
final class RefusalSearch {
    /** Something that a table takes or refuses as a whole. */
    interface Write {
        /** Writes, and returns the number of rows. */
        long write() throws SQLException;
    }

    private final Connection connection;
    private final Refusals refusals;

    RefusalSearch(Connection connection, Refusals refusals) {
        this.connection = connection;
        this.refusals = refusals;
    }

    /** Copies what the table takes and returns the number of rows. */
    long copy(TableSink table) throws SQLException, Refusals.TooManyException {
        CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        CollectedRecords records = table.collected();
        return records.count() == 0 ? 0 : copy(manager, table, records, 0, records.count());
    }

    private long copy(CopyManager manager, TableSink table, CollectedRecords records, int from, int to)
            throws SQLException, Refusals.TooManyException {
        SQLException refused;
        Savepoint before = connection.setSavepoint();
        try {
            long rows = table.copyRange(manager, records.offset(from), records.offset(to));
            connection.releaseSavepoint(before);
            return rows;
        } catch (SQLException e) {
            refused = undo(before, e);
        }
        if (to - from == 1) {
            refusals.add(new Refusals.Refusal(records.sequence(from), table.table(), refused));
            return 0;
        }
        int middle = (from + to) >>> 1;
        return copy(manager, table, records, from, middle) + copy(manager, table, records, middle, to);
    }

    /** Writes what belongs to one record, and returns the number of rows: 0 where the table refuses it. */
    long write(String table, long sequence, Write write) throws SQLException, Refusals.TooManyException {
        Savepoint before = connection.setSavepoint();
        try {
            long rows = write.write();
            connection.releaseSavepoint(before);
            return rows;
        } catch (SQLException e) {
            refusals.add(new Refusals.Refusal(sequence, table, undo(before, e)));
            return 0;
        }
    }

    /** Back to before the try; trouble of the database is thrown on, it says nothing about a row. */
    private SQLException undo(Savepoint before, SQLException error) throws SQLException {
        if (!SqlErrors.isRowRefused(error)) {
            throw error;
        }
        connection.rollback(before);
        connection.releaseSavepoint(before);
        return error;
    }
}
