-- What users have asked for and got, as views and functions. Each runs with the rights of who asks, so row-level security holds.

CREATE INDEX stock_analyses_created_idx ON stock_analyses (created_at);
CREATE INDEX idx_backtest_created_at ON backtest_results (created_at);

CREATE VIEW analysis_summary_view WITH (security_invoker = true) AS
SELECT a.id AS analysis_id, a.user_id, p.full_name, p.is_anonymous, a.symbol, a.exchange, a.period, a.interval, a.status,
       a.analysis_type, a.signal, a.confidence, a.risk_level, a.sector, a.current_price, a.price_change_percent, a.summary,
       a.created_at, i.indicator_count, t.pattern_count, l.support, l.resistance, v.volume_ratio, r.stop_loss, r.take_profit,
       r.risk_reward, b.excess_return, m.timeframe_count
FROM stock_analyses a
JOIN profiles p ON p.id = a.user_id
CROSS JOIN LATERAL (SELECT count(*) AS indicator_count FROM technical_indicators x WHERE x.analysis_id = a.id) i
CROSS JOIN LATERAL (SELECT count(*) AS pattern_count FROM pattern_recognition x WHERE x.analysis_id = a.id) t
CROSS JOIN LATERAL (
    SELECT max(x.price) FILTER (WHERE x.level_type = 'SUPPORT' AND x.price <= a.current_price) AS support,
           min(x.price) FILTER (WHERE x.level_type = 'RESISTANCE' AND x.price >= a.current_price) AS resistance
    FROM trading_levels x
    WHERE x.analysis_id = a.id) l
LEFT JOIN volume_analysis v ON v.analysis_id = a.id
LEFT JOIN risk_management r ON r.analysis_id = a.id
LEFT JOIN LATERAL (
    SELECT avg(x.excess_return::double precision) AS excess_return FROM sector_benchmarking x WHERE x.analysis_id = a.id) b ON true
CROSS JOIN LATERAL (SELECT count(*) AS timeframe_count FROM multi_timeframe_analysis x WHERE x.analysis_id = a.id) m;

COMMENT ON VIEW analysis_summary_view IS 'Each analysis with its user and what its parts say in short: nearest support and resistance, levels of risk, return above the sector.';
COMMENT ON COLUMN analysis_summary_view.support IS 'Highest support at or below the price of the analysis.';
COMMENT ON COLUMN analysis_summary_view.resistance IS 'Lowest resistance at or above the price of the analysis.';
COMMENT ON COLUMN analysis_summary_view.excess_return IS 'Return of the stock above that of its sector, mean over the benchmarks, as a fraction.';

CREATE VIEW sector_performance_view WITH (security_invoker = true) AS
SELECT a.sector, count(*) AS analysis_count, count(DISTINCT a.symbol) AS symbol_count, avg(a.confidence::double precision) AS avg_confidence,
       count(*) FILTER (WHERE a.signal IN ('BUY', 'STRONG_BUY')) AS buy_count,
       count(*) FILTER (WHERE a.signal = 'HOLD') AS hold_count,
       count(*) FILTER (WHERE a.signal IN ('SELL', 'STRONG_SELL')) AS sell_count,
       avg(b.stock_return) AS avg_stock_return, avg(b.sector_return) AS avg_sector_return,
       avg(b.excess_return) AS avg_excess_return, max(a.created_at) AS last_analysis_at
FROM stock_analyses a
LEFT JOIN LATERAL (
    SELECT avg(x.stock_return::double precision) AS stock_return, avg(x.sector_return::double precision) AS sector_return,
           avg(x.excess_return::double precision) AS excess_return
    FROM sector_benchmarking x
    WHERE x.analysis_id = a.id) b ON true
WHERE a.sector IS NOT NULL AND a.status = 'COMPLETED'
GROUP BY a.sector;

COMMENT ON VIEW sector_performance_view IS 'Sectors by all completed analyses: signals, confidence and returns as fractions. Of a range of time: sector_performance.';

CREATE VIEW user_analysis_history_view WITH (security_invoker = true) AS
SELECT a.user_id, a.id AS analysis_id, a.symbol, a.exchange, a.period, a.interval, a.status, a.signal, a.confidence, a.created_at,
       row_number() OVER w AS analysis_number, lag(a.signal) OVER s AS previous_signal,
       a.confidence - lag(a.confidence) OVER s AS confidence_change, p.last_active_at
FROM stock_analyses a
JOIN profiles p ON p.id = a.user_id
WINDOW w AS (PARTITION BY a.user_id ORDER BY a.created_at, a.id),
       s AS (PARTITION BY a.user_id, a.symbol ORDER BY a.created_at, a.id);

COMMENT ON VIEW user_analysis_history_view IS 'Analyses of each user in order, with what the user''s analysis of the same symbol before said.';
COMMENT ON COLUMN user_analysis_history_view.analysis_number IS 'Number of the analysis among those of the user, from 1.';

CREATE VIEW user_analysis_counts WITH (security_invoker = true) AS
SELECT a.user_id, count(*) AS analysis_count, count(*) FILTER (WHERE a.status = 'COMPLETED') AS completed_count,
       count(*) FILTER (WHERE a.created_at >= now() - interval '30 days') AS last_30_days, count(DISTINCT a.symbol) AS symbol_count,
       min(a.created_at) AS first_analysis_at, max(a.created_at) AS last_analysis_at
FROM stock_analyses a
GROUP BY a.user_id;

COMMENT ON VIEW user_analysis_counts IS 'How much each user has had analysed; asked for one user it reads only that user''s rows.';

CREATE FUNCTION sector_performance(from_time timestamptz, to_time timestamptz)
RETURNS TABLE (
    sector text, analysis_count bigint, avg_confidence double precision, buy_count bigint, hold_count bigint, sell_count bigint,
    avg_stock_return double precision, avg_sector_return double precision, avg_excess_return double precision)
LANGUAGE sql STABLE ROWS 20 AS $$
    SELECT a.sector, count(*), avg(a.confidence::double precision),
           count(*) FILTER (WHERE a.signal IN ('BUY', 'STRONG_BUY')), count(*) FILTER (WHERE a.signal = 'HOLD'),
           count(*) FILTER (WHERE a.signal IN ('SELL', 'STRONG_SELL')), avg(b.stock_return), avg(b.sector_return), avg(b.excess_return)
    FROM stock_analyses a
    LEFT JOIN LATERAL (
        SELECT avg(x.stock_return::double precision) AS stock_return, avg(x.sector_return::double precision) AS sector_return,
               avg(x.excess_return::double precision) AS excess_return
        FROM sector_benchmarking x
        WHERE x.analysis_id = a.id) b ON true
    WHERE a.sector IS NOT NULL AND a.status = 'COMPLETED' AND a.created_at >= from_time AND a.created_at < to_time
    GROUP BY a.sector
    ORDER BY avg(b.excess_return) DESC NULLS LAST, a.sector
$$;

COMMENT ON FUNCTION sector_performance IS 'Sectors by the completed analyses of [from, to), best return above the sector first; returns as fractions.';

CREATE FUNCTION confidence_aggregation(from_time timestamptz, to_time timestamptz, for_symbol text DEFAULT NULL)
RETURNS TABLE (
    symbol text, analysis_count bigint, avg_confidence double precision, min_confidence double precision,
    max_confidence double precision, stddev_confidence double precision, median_confidence double precision)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT a.symbol, count(*), avg(a.confidence::double precision), min(a.confidence::double precision),
           max(a.confidence::double precision), stddev_samp(a.confidence::double precision),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY a.confidence::double precision)
    FROM stock_analyses a
    WHERE a.created_at >= from_time AND a.created_at < to_time AND a.confidence IS NOT NULL
      AND (for_symbol IS NULL OR a.symbol = for_symbol)
    GROUP BY a.symbol
    ORDER BY a.symbol
$$;

COMMENT ON FUNCTION confidence_aggregation IS 'Confidence of the analyses of [from, to) by symbol, 0 to 1.';

CREATE FUNCTION signal_distribution(from_time timestamptz, to_time timestamptz, for_symbol text DEFAULT NULL)
RETURNS TABLE (signal text, analysis_count bigint, percent numeric)
LANGUAGE sql STABLE ROWS 6 AS $$
    SELECT a.signal, count(*), round(count(*) * 100.0 / sum(count(*)) OVER (), 2)
    FROM stock_analyses a
    WHERE a.created_at >= from_time AND a.created_at < to_time AND a.signal IS NOT NULL
      AND (for_symbol IS NULL OR a.symbol = for_symbol)
    GROUP BY a.signal
    ORDER BY array_position(ARRAY['STRONG_BUY', 'BUY', 'HOLD', 'SELL', 'STRONG_SELL'], a.signal)
$$;

COMMENT ON FUNCTION signal_distribution IS 'How the signals of the analyses of [from, to) are spread; percent of those with a signal.';

CREATE FUNCTION analysis_trends(from_time timestamptz, to_time timestamptz, step interval DEFAULT '1 day', for_symbol text DEFAULT NULL)
RETURNS TABLE (
    start_time timestamptz, analysis_count bigint, user_count bigint, symbol_count bigint, avg_confidence double precision,
    buy_count bigint, sell_count bigint, failed_count bigint)
LANGUAGE sql STABLE ROWS 30 AS $$
    SELECT date_bin(step, a.created_at, from_time), count(*), count(DISTINCT a.user_id), count(DISTINCT a.symbol),
           avg(a.confidence::double precision), count(*) FILTER (WHERE a.signal IN ('BUY', 'STRONG_BUY')),
           count(*) FILTER (WHERE a.signal IN ('SELL', 'STRONG_SELL')), count(*) FILTER (WHERE a.status = 'FAILED')
    FROM stock_analyses a
    WHERE a.created_at >= from_time AND a.created_at < to_time AND (for_symbol IS NULL OR a.symbol = for_symbol)
    GROUP BY 1
    ORDER BY 1
$$;

COMMENT ON FUNCTION analysis_trends IS 'Analyses over time: one row per step from from_time on that has any.';
