package io.millrace.tools.database.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Questions that people ask often, by name; each takes a begin and an end (exclusive). */
public enum NamedQuery {
    /** Signals with what a reader needs to judge them. */
    SIGNALS("""
            SELECT trade_id, event_time, symbol, timeframe, action, rule, confidence, entry_price, stop_loss, take_profit, risk_reward,
                   expiry_time, explanation
            FROM trading_signals
            WHERE event_time >= ?::timestamptz AND event_time < ?::timestamptz
            ORDER BY event_time, engine_id, sequence
            """),
    /** Signals that a limit has stopped, and by how much. */
    BLOCKED_SIGNALS("""
            SELECT event_time, symbol, timeframe, action, rule, reason, limit_value, actual_value, confidence, entry_price
            FROM blocked_signals
            WHERE event_time >= ?::timestamptz AND event_time < ?::timestamptz
            ORDER BY event_time, engine_id, sequence
            """),
    /** Trades, with the names of their instruments. */
    TRADES("""
            SELECT event_time, event_time_ns, symbol, venue, price, quantity, aggressor, venue_trade_id
            FROM trades
            WHERE event_time >= ?::timestamptz AND event_time < ?::timestamptz
            """),
    /** Gaps, duplicates and the like per feed. */
    FEED_QUALITY("""
            SELECT feed_id, state, count(*) AS events, min(event_time) AS first_time, max(event_time) AS last_time
            FROM feed_events
            WHERE event_time >= ?::timestamptz AND event_time < ?::timestamptz
            GROUP BY feed_id, state
            ORDER BY feed_id, state
            """),
    /** Signals per day, symbol and action. */
    SIGNALS_PER_DAY("""
            SELECT (event_time AT TIME ZONE 'UTC')::date AS day, symbol, action, count(*) AS signals,
                   avg(confidence) AS average_confidence
            FROM trading_signals
            WHERE event_time >= ?::timestamptz AND event_time < ?::timestamptz
            GROUP BY 1, symbol, action
            ORDER BY 1, symbol, action
            """);

    private final String sql;

    NamedQuery(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** As users write it. */
    public String queryName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(NamedQuery::queryName).toList();
    }
}
