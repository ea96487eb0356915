package io.millrace.archiver.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Explains the signals that a version before schema 12 has archived, from their rows and the definition of their rule. In the
 * caller's transaction; any thread. A signal whose rule's definition is a dead letter stays without words until that is stored.
 */
public final class MissingExplanations {
    private static final int BATCH_ROWS = 1_000;

    private static final String SELECT = """
            SELECT s.sequence, s.action, s.symbol, s.rule, d.kind, s.interval_ns, s.bar_open_time_ns, d.operand_names, s.operand0,
                s.operand1, s.operand2, s.operand3, s.entry_price, s.stop_loss, s.take_profit, s.confidence, s.risk_reward,
                s.expiry_time_ns, s.cms_score, s.sentiment_component, s.technical_component, s.regime_component
            FROM trading_signals s
            CROSS JOIN LATERAL (
                SELECT r.kind, r.operand_names
                FROM rule_definitions r
                WHERE r.engine_id = s.engine_id AND r.rule_id = s.rule_id AND r.sequence < s.sequence
                ORDER BY r.sequence DESC
                LIMIT 1) d
            WHERE s.engine_id = ? AND s.explanation IS NULL AND s.sequence > ?
            ORDER BY s.sequence
            LIMIT ?
            """;

    private static final String UPDATE =
            "UPDATE trading_signals SET explanation = ? WHERE engine_id = ? AND sequence = ?";

    private MissingExplanations() {}

    /** Explains all of an engine and returns their number. */
    public static long write(Connection connection, int engineId) throws SQLException {
        long written = 0;
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            long sequence = 0;
            int rows = BATCH_ROWS;
            while (rows == BATCH_ROWS) {
                rows = 0;
                select.setInt(1, engineId);
                select.setLong(2, sequence);
                select.setInt(3, BATCH_ROWS);
                try (ResultSet row = select.executeQuery()) {
                    for (; row.next(); rows++) {
                        sequence = row.getLong(1);
                        update.setString(1, Explanation.of(facts(row)));
                        update.setInt(2, engineId);
                        update.setLong(3, sequence);
                        update.addBatch();
                    }
                }
                update.executeBatch();
                written += rows;
            }
        }
        return written;
    }

    private static Explanation.Facts facts(ResultSet row) throws SQLException {
        String operandNames = row.getString(8);
        return new Explanation.Facts(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Timeframe.of(row.getLong(6)),
                row.getLong(7),
                operandNames.isEmpty() ? List.of() : List.of(operandNames.split(",", -1)),
                numbers(row, 9),
                row.getBigDecimal(13),
                row.getBigDecimal(14),
                row.getBigDecimal(15),
                row.getDouble(16),
                number(row, 17),
                row.getLong(18),
                numbers(row, 19));
    }

    private static double[] numbers(ResultSet row, int first) throws SQLException {
        return new double[] {number(row, first), number(row, first + 1), number(row, first + 2), number(row, first + 3)
        };
    }

    /** NULL is what the archive makes of NaN. */
    private static double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }
}
