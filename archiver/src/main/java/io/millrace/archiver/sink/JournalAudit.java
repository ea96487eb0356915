package io.millrace.archiver.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Entries of the audit chain of an engine, made of the rows that the archiver has just stored: {@code journal_audit_entries} says
 * which and how. In the caller's transaction; the archiver's thread.
 */
public final class JournalAudit {
    /** Tables whose rows have an entry. */
    private static final Set<String> TABLES = Set.of(
            "engine_events",
            "trading_signals",
            "signal_outcomes",
            "order_commands",
            "order_events",
            "alert_rule_changes");

    private static final String INSERT = """
            INSERT INTO audit_logs (chain, entity_type, entity_id, action, actor, old_value, new_value, timestamp, engine_id, sequence)
            SELECT 'engine:' || e.engine_id, e.entity_type, e.entity_id, e.action, e.actor, e.old_value, e.new_value, e.timestamp,
                e.engine_id, e.sequence
            FROM journal_audit_entries e
            WHERE e.engine_id = ? AND e.sequence BETWEEN ? AND ?
            ORDER BY e.sequence
            """;

    private static final String HAS_CHAIN =
            "SELECT EXISTS (SELECT FROM audit_chains WHERE chain = 'engine:' || ?::integer)";

    private JournalAudit() {}

    /** Whether new rows of a table need {@link #write}. */
    static boolean covers(String table) {
        return TABLES.contains(table);
    }

    /** Adds the entries of the records of a range, whose rows are stored and which have none yet. */
    static void write(Connection connection, int engineId, long firstSequence, long lastSequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, engineId);
            statement.setLong(2, firstSequence);
            statement.setLong(3, lastSequence);
            statement.executeUpdate();
        }
    }

    /** Begins the chain of an engine that an earlier version has archived, with all that it has stored. */
    public static void begin(Connection connection, int engineId, long lastSequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_CHAIN)) {
            statement.setInt(1, engineId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
        }
        write(connection, engineId, 1, lastSequence);
    }
}
