package io.millrace.archiver.testing;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@code trading_signals} and {@code signal_outcomes} as an archiver writes them, without a journal. One thread. */
public final class SignalHistory {
    private static final String SIGNAL = """
            INSERT INTO trading_signals (engine_id, sequence, trade_id, event_time, event_time_ns, instrument_id, symbol, action,
                confidence, entry_price, stop_loss, take_profit, risk_reward, expiry_time, expiry_time_ns, rule_id, rule,
                interval_ns, timeframe, bar_open_time, bar_open_time_ns, operands)
            SELECT s.engine, s.sequence, 'B_20240808_000000_' || lpad(to_hex(s.sequence), 8, '0'),
                timestamptz 'epoch' + s.ns / 1000 * interval '1 microsecond', s.ns, 1, s.symbol, s.action, s.confidence, 100, 90,
                120, s.risk_reward, timestamptz 'epoch' + (s.ns / 1000 + 3600000000) * interval '1 microsecond',
                s.ns + 3600000000000, 1, s.rule, 60000000000, '1m', 'epoch', 0, '{}'
            FROM (SELECT ?::integer, ?::bigint, ?::bigint, ?::text, ?::text, ?::float8, ?::float8, ?::text)
                AS s (engine, sequence, ns, symbol, action, confidence, risk_reward, rule)
            """;

    private static final String OUTCOME = """
            INSERT INTO signal_outcomes (engine_id, sequence, event_time, event_time_ns, receive_time_ns, signal_sequence,
                trade_id_hash, instrument_id, symbol, result, profit_loss, closed_at, closed_time_ns)
            SELECT o.engine, o.sequence, o.at, o.ns, o.ns, o.signal, '00000000', 1, o.symbol, o.result, o.profit, o.at, o.ns
            FROM (SELECT ?::integer, ?::bigint, timestamptz 'epoch' + ? / 1000 * interval '1 microsecond', ?::bigint, ?::bigint,
                    ?::text, ?::text, ?::numeric) AS o (engine, sequence, at, ns, signal, symbol, result, profit)
            """;

    private static final String APPLY = """
            UPDATE trading_signals s
            SET outcome_sequence = o.sequence, result = o.result, profit_loss = o.profit_loss, closed_at = o.closed_at,
                closed_time_ns = o.closed_time_ns
            FROM signal_outcomes o
            WHERE o.engine_id = ? AND o.sequence = ? AND s.engine_id = o.engine_id AND s.sequence = o.signal_sequence
            """;

    private SignalHistory() {}

    /** A signal; its results in the order in which they came, the last one counts. */
    public record Signal(
            int engine,
            long sequence,
            long timeNs,
            String symbol,
            String rule,
            boolean buy,
            double confidence,
            Double riskReward,
            List<Outcome> outcomes) {
        /** A signal without a result. */
        public Signal(
                int engine, long sequence, long timeNs, String symbol, String rule, boolean buy, double confidence) {
            this(engine, sequence, timeNs, symbol, rule, buy, confidence, 2.0, new ArrayList<>());
        }

        /** The result in force; null for none. */
        public Outcome outcome() {
            return outcomes.isEmpty() ? null : outcomes.get(outcomes.size() - 1);
        }

        /** UTC day of the signal. */
        public LocalDate day() {
            return LocalDate.ofEpochDay(Math.floorDiv(timeNs, TickHistory.DAY_NS));
        }
    }

    /** How a signal ended, as a record says that came at a time. */
    public record Outcome(long sequence, long timeNs, String result, BigDecimal profit) {}

    /** Stores a signal. */
    public static void store(Connection connection, Signal signal) throws SQLException {
        execute(
                connection,
                SIGNAL,
                signal.engine(),
                signal.sequence(),
                signal.timeNs(),
                signal.symbol(),
                signal.buy() ? "BUY" : "SELL",
                signal.confidence(),
                signal.riskReward(),
                signal.rule());
    }

    /** Stores how it ended, as the archiver does: a row of its own, and the result in force on the signal. */
    public static void store(Connection connection, Signal signal, Outcome outcome) throws SQLException {
        execute(
                connection,
                OUTCOME,
                signal.engine(),
                outcome.sequence(),
                outcome.timeNs(),
                outcome.timeNs(),
                signal.sequence(),
                signal.symbol(),
                outcome.result(),
                outcome.profit());
        execute(connection, APPLY, signal.engine(), outcome.sequence());
        signal.outcomes().add(outcome);
    }

    /** Moves the archive position of an engine. */
    public static void archived(Connection connection, int engine, long sequence) throws SQLException {
        execute(connection, "UPDATE archive_position SET sequence = ? WHERE engine_id = ?", sequence, engine);
    }

    /** Runs a statement with arguments. */
    public static void execute(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }
}
