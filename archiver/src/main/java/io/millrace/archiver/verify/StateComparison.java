package io.millrace.archiver.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Tables that hold one row per thing in its newest state against the tables of their history, which are compared with the journal
 * record by record: each thing must be there once, as the newest row of its history has it.
 *
 * <p>One thread. Constant memory: two result sets in the order of the key, fetched in parts.
 */
final class StateComparison {
    private static final int FETCH_ROWS = 4096;

    /**
     * A pair of tables.
     *
     * @param table the state, for messages
     * @param thing what a row is about
     * @param state selects key, sequence of the newest change, and the columns to compare, of one engine and in the order of the key
     * @param history the same of the newest row of each key, and under the same names
     */
    private record Pair(String table, String thing, String state, String history) {}

    private static final String ORDER_COLUMNS = "order_id, sequence, (engine_id::bigint << 47) + order_id AS id,"
            + " event_time AS timestamp, event_time, event_time_ns, client_order_id, signal_sequence, signal_id,"
            + " instrument_id, symbol, order_type, side, time_in_force, quantity, price, stop_price, filled_quantity,"
            + " average_price, status, reason";
    private static final String POSITION_COLUMNS = "instrument_id, sequence,"
            + " (engine_id::bigint << 47) + instrument_id AS id, event_time AS timestamp, event_time, event_time_ns,"
            + " fill_sequence, symbol, quantity, average_price, realized_profit";
    private static final String ALERT_COLUMNS = "alert_id, sequence, (engine_id::bigint << 47) + alert_id AS id,"
            + " event_time, event_time_ns, request = 'DEFINE' AS active, name, condition, instrument_id, symbol, rule_id,"
            + " rule, indicator_id, indicator, output, interval_ns, timeframe, threshold, price, cooldown_ns, actor";

    private static final List<Pair> PAIRS = List.of(
            new Pair(
                    "orders",
                    "order",
                    "SELECT order_id, sequence, id, timestamp, event_time, event_time_ns, client_order_id,"
                            + " signal_sequence, signal_id, instrument_id, symbol, order_type, side, time_in_force,"
                            + " quantity, price, stop_price, filled_quantity, average_price, status, reason"
                            + " FROM orders WHERE engine_id = ? ORDER BY order_id",
                    "SELECT DISTINCT ON (order_id) " + ORDER_COLUMNS
                            + " FROM order_events WHERE engine_id = ? ORDER BY order_id, sequence DESC"),
            new Pair(
                    "positions",
                    "instrument",
                    "SELECT instrument_id, sequence, id, timestamp, event_time, event_time_ns, fill_sequence, symbol,"
                            + " quantity, average_price, realized_profit FROM positions WHERE engine_id = ?"
                            + " ORDER BY instrument_id",
                    "SELECT DISTINCT ON (instrument_id) " + POSITION_COLUMNS
                            + " FROM position_changes WHERE engine_id = ? ORDER BY instrument_id, sequence DESC"),
            new Pair(
                    "alert_rules",
                    "alert rule",
                    "SELECT alert_id, sequence, id, event_time, event_time_ns, active, name, condition, instrument_id,"
                            + " symbol, rule_id, rule, indicator_id, indicator, output, interval_ns, timeframe,"
                            + " threshold, price, cooldown_ns, actor FROM alert_rules WHERE engine_id = ?"
                            + " ORDER BY alert_id",
                    "SELECT DISTINCT ON (alert_id) " + ALERT_COLUMNS
                            + " FROM alert_rule_changes WHERE engine_id = ? ORDER BY alert_id, sequence DESC"),
            new Pair(
                    "trading_signals",
                    "signal",
                    "SELECT sequence, sequence, outcome_sequence, result, profit_loss, exit_price, closed_at,"
                            + " closed_time_ns, status FROM trading_signals WHERE engine_id = ? AND (status <> 'OPEN'"
                            + " OR num_nonnulls(outcome_sequence, result, profit_loss, exit_price, closed_at,"
                            + " closed_time_ns) > 0) ORDER BY sequence",
                    "SELECT DISTINCT ON (signal_sequence) signal_sequence, signal_sequence,"
                            + " sequence AS outcome_sequence, result, profit_loss, exit_price, closed_at, closed_time_ns,"
                            + " CASE result WHEN 'WIN' THEN 'WON' WHEN 'LOSS' THEN 'LOST' ELSE result END AS status"
                            + " FROM signal_outcomes WHERE engine_id = ? ORDER BY signal_sequence, sequence DESC"));

    private StateComparison() {}

    /** Compares all and returns the number of rows; a difference is thrown as {@link Difference}. */
    static long compareAll(Connection connection, int engineId) throws SQLException {
        long rows = 0;
        for (Pair pair : PAIRS) {
            rows += compare(connection, engineId, pair);
        }
        return rows;
    }

    private static long compare(Connection connection, int engineId, Pair pair) throws SQLException {
        try (PreparedStatement states = prepare(connection, pair.state, engineId);
                PreparedStatement histories = prepare(connection, pair.history, engineId);
                ResultSet state = states.executeQuery();
                ResultSet history = histories.executeQuery()) {
            long rows = 0;
            boolean hasState = state.next();
            boolean hasHistory = history.next();
            while (hasState || hasHistory) {
                if (!hasHistory || (hasState && state.getLong(1) < history.getLong(1))) {
                    throw new Difference(named(pair, state) + " has no history");
                }
                if (!hasState || state.getLong(1) > history.getLong(1)) {
                    throw new Difference(named(pair, history) + " is missing");
                }
                compareRow(pair, state, history);
                rows++;
                long key = state.getLong(1);
                hasState = state.next();
                hasHistory = history.next();
                if (hasState && state.getLong(1) == key) {
                    throw new Difference(named(pair, state) + " is there twice");
                }
            }
            return rows;
        }
    }

    private static void compareRow(Pair pair, ResultSet state, ResultSet history) throws SQLException {
        for (int column = 2; column <= state.getMetaData().getColumnCount(); column++) {
            String expected = history.getString(column);
            String found = state.getString(column);
            if (!Objects.equals(expected, found)) {
                throw new Difference(
                        named(pair, history) + ", column " + state.getMetaData().getColumnLabel(column)
                                + ": its history has " + expected + ", the archive has " + found);
            }
        }
    }

    private static String named(Pair pair, ResultSet row) throws SQLException {
        return pair.table + ": " + pair.thing + " " + row.getLong(1) + " (sequence " + row.getLong(2) + ")";
    }

    private static PreparedStatement prepare(Connection connection, String sql, int engineId) throws SQLException {
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
