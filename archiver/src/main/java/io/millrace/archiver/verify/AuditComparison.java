package io.millrace.archiver.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The audit chain of an engine against the rows that it tells of: one entry per configuration, signal, outcome, order command, order
 * event and alert rule, with what the row says. That the chain itself is whole, the audit's own verifier tells.
 *
 * <p>One thread. Constant memory: two result sets in the order of the journal. The state before a change is as of the time of the
 * entry: where an earlier record was stored later, as a dead letter is, the chain itself shows that, and what the entry says is left to stand.
 */
final class AuditComparison {
    private static final int FETCH_ROWS = 1024;
    private static final int OLD_VALUE = 7;

    private static final String FOUND = """
            SELECT sequence, entity_type, entity_id, action, actor, timestamp, old_value, new_value, user_id, chain
            FROM audit_logs
            WHERE engine_id = ?
            ORDER BY sequence, chain_sequence
            """;

    private static final String EXPECTED = """
            SELECT sequence, entity_type, entity_id, action, actor, timestamp, old_value, new_value, NULL, 'engine:' || engine_id
            FROM journal_audit_entries
            WHERE engine_id = ?
            ORDER BY sequence
            """;

    private static final String STORED_LATE = """
            SELECT EXISTS (
                SELECT FROM audit_logs entry
                JOIN audit_logs late ON late.engine_id = entry.engine_id AND late.entity_type = entry.entity_type
                    AND late.entity_id = entry.entity_id AND late.sequence < entry.sequence
                    AND late.chain_sequence > entry.chain_sequence
                WHERE entry.engine_id = ? AND entry.sequence = ?)
            """;

    private final Connection connection;
    private final int engineId;

    private AuditComparison(Connection connection, int engineId) {
        this.connection = connection;
        this.engineId = engineId;
    }

    /** Compares all and returns the number of entries; a difference is thrown as {@link Difference}. */
    static long compare(Connection connection, int engineId) throws SQLException {
        return new AuditComparison(connection, engineId).all();
    }

    private long all() throws SQLException {
        try (PreparedStatement founds = prepare(FOUND);
                PreparedStatement expecteds = prepare(EXPECTED);
                ResultSet found = founds.executeQuery();
                ResultSet expected = expecteds.executeQuery()) {
            long entries = 0;
            long previous = 0;
            boolean hasFound = found.next();
            while (expected.next()) {
                long sequence = expected.getLong(1);
                if (hasFound && found.getLong(1) < sequence) {
                    throw surplus(found.getLong(1), previous);
                }
                if (!hasFound || found.getLong(1) > sequence) {
                    throw new Difference("audit_logs: the entry of sequence " + sequence + " is missing");
                }
                compareEntry(sequence, expected, found);
                previous = sequence;
                hasFound = found.next();
                entries++;
            }
            if (hasFound) {
                throw surplus(found.getLong(1), previous);
            }
            return entries;
        }
    }

    private void compareEntry(long sequence, ResultSet expected, ResultSet found) throws SQLException {
        for (int column = 2; column <= found.getMetaData().getColumnCount(); column++) {
            String was = expected.getString(column);
            String is = found.getString(column);
            if (!Objects.equals(was, is) && !(column == OLD_VALUE && somethingWasStoredLate(sequence))) {
                throw new Difference("audit_logs: sequence " + sequence + ", column "
                        + found.getMetaData().getColumnLabel(column) + ": the row has " + was + ", the entry has "
                        + is);
            }
        }
    }

    private boolean somethingWasStoredLate(long sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORED_LATE)) {
            statement.setInt(1, engineId);
            statement.setLong(2, sequence);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static Difference surplus(long sequence, long previous) {
        return new Difference("audit_logs: the entry of sequence " + sequence
                + (sequence == previous ? " is there twice" : " tells of no row"));
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setFetchSize(FETCH_ROWS);
            statement.setInt(1, engineId);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
