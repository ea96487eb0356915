-- How signals did. Counted by day, engine and symbol, once by rule, bar length and direction and once by confidence; a day is counted again when a
-- signal or an outcome of it arrives, so the counts are those of the signals themselves whenever an outcome comes.

CREATE TABLE signal_days (
    engine_id         integer NOT NULL,
    day               date    NOT NULL,
    symbol            text    NOT NULL,
    rule              text    NOT NULL,
    timeframe         text    NOT NULL,
    signal_type       text    NOT NULL,
    confidence_decile integer NOT NULL,
    total             bigint  NOT NULL,
    wins              bigint  NOT NULL,
    losses            bigint  NOT NULL,
    breakevens        bigint  NOT NULL,
    expired           bigint  NOT NULL,
    profit_loss       numeric NOT NULL,
    gross_profit      numeric NOT NULL,
    gross_loss        numeric NOT NULL,
    confidence_sum    numeric NOT NULL,
    risk_reward_sum   numeric NOT NULL,
    risk_reward_count bigint  NOT NULL,
    holding_ns_sum    numeric NOT NULL,
    CONSTRAINT signal_days_pkey PRIMARY KEY (engine_id, day, symbol, rule, timeframe, signal_type, confidence_decile),
    CONSTRAINT signal_days_decile_range CHECK (confidence_decile BETWEEN 0 AND 10),
    CONSTRAINT signal_days_grain CHECK (CASE confidence_decile WHEN 0 THEN rule <> '' ELSE rule = '' AND timeframe = '' AND signal_type = '' END),
    CONSTRAINT signal_days_counts CHECK (
        total > 0 AND wins >= 0 AND losses >= 0 AND breakevens >= 0 AND expired >= 0
        AND wins + losses + breakevens + expired <= total)
);
CREATE INDEX signal_days_day_idx ON signal_days (day, confidence_decile);

COMMENT ON TABLE signal_days IS 'Signals and their results by UTC day of the signal, up to signal_day_positions. Source: refresh_signal_days over trading_signals.';
COMMENT ON COLUMN signal_days.engine_id IS 'Engine (shard).';
COMMENT ON COLUMN signal_days.day IS 'UTC day of the signals.';
COMMENT ON COLUMN signal_days.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN signal_days.rule IS 'Name of the rule; empty in the rows by confidence.';
COMMENT ON COLUMN signal_days.timeframe IS 'Bar interval of the rule as text, such as 5m; empty in the rows by confidence.';
COMMENT ON COLUMN signal_days.signal_type IS 'BUY or SELL; empty in the rows by confidence.';
COMMENT ON COLUMN signal_days.confidence_decile IS 'Confidence in tenths: 1 is 0 to below 0.1, 10 is 0.9 to 1; 0 in the rows by rule, bar length and direction. Each signal is in one row of either kind.';
COMMENT ON COLUMN signal_days.total IS 'Signals.';
COMMENT ON COLUMN signal_days.wins IS 'Signals with result WIN.';
COMMENT ON COLUMN signal_days.losses IS 'Signals with result LOSS.';
COMMENT ON COLUMN signal_days.breakevens IS 'Signals with result BREAKEVEN.';
COMMENT ON COLUMN signal_days.expired IS 'Signals with result EXPIRED; one that is open past its expiry is not among them.';
COMMENT ON COLUMN signal_days.profit_loss IS 'Sum of profit and loss, in the quote asset.';
COMMENT ON COLUMN signal_days.gross_profit IS 'Sum of what is above 0, in the quote asset.';
COMMENT ON COLUMN signal_days.gross_loss IS 'Sum of what is below 0, in the quote asset; not above 0.';
COMMENT ON COLUMN signal_days.confidence_sum IS 'Sum of the confidences.';
COMMENT ON COLUMN signal_days.risk_reward_sum IS 'Sum of the finite risk-reward ratios.';
COMMENT ON COLUMN signal_days.risk_reward_count IS 'Number of finite risk-reward ratios.';
COMMENT ON COLUMN signal_days.holding_ns_sum IS 'Sum of the times from signal to close of the signals with a result, ns.';

CREATE TABLE signal_day_positions (
    engine_id    integer     NOT NULL,
    sequence     bigint      NOT NULL,
    refreshed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT signal_day_positions_pkey PRIMARY KEY (engine_id),
    CONSTRAINT signal_day_positions_sequence_range CHECK (sequence >= 0)
);

COMMENT ON TABLE signal_day_positions IS 'Up to which record the signals and outcomes of an engine are in signal_days. Source: refresh_signal_days.';
COMMENT ON COLUMN signal_day_positions.engine_id IS 'Engine (shard).';
COMMENT ON COLUMN signal_day_positions.sequence IS 'Last journal sequence that is counted; 0 before the first.';
COMMENT ON COLUMN signal_day_positions.refreshed_at IS 'Start of the transaction that brought it there, by the clock of the database.';

CREATE FUNCTION utc_day(at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (at AT TIME ZONE 'UTC')::date;

COMMENT ON FUNCTION utc_day IS 'UTC day of a moment.';

CREATE FUNCTION day_start(day date) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN day::timestamp AT TIME ZONE 'UTC';

COMMENT ON FUNCTION day_start IS 'First moment of a UTC day.';

CREATE FUNCTION count_signals(from_time timestamptz, to_time timestamptz, engine integer) RETURNS SETOF signal_days
LANGUAGE sql STABLE AS $$
    SELECT s.engine_id, s.day, s.symbol, coalesce(s.rule, ''), coalesce(s.timeframe, ''), coalesce(s.signal_type, ''),
           coalesce(s.decile, 0), count(*),
           count(*) FILTER (WHERE s.result = 'WIN'), count(*) FILTER (WHERE s.result = 'LOSS'),
           count(*) FILTER (WHERE s.result = 'BREAKEVEN'), count(*) FILTER (WHERE s.result = 'EXPIRED'),
           coalesce(sum(s.profit_loss), 0), coalesce(sum(s.profit_loss) FILTER (WHERE s.profit_loss > 0), 0),
           coalesce(sum(s.profit_loss) FILTER (WHERE s.profit_loss < 0), 0), sum(s.confidence::numeric),
           coalesce(sum(s.risk_reward::numeric) FILTER (WHERE s.risk_reward < 'Infinity'), 0),
           count(*) FILTER (WHERE s.risk_reward < 'Infinity'),
           coalesce(sum(s.closed_time_ns - s.event_time_ns), 0)
    FROM (SELECT t.*, utc_day(t.timestamp) AS day, least(width_bucket(t.confidence, 0, 1, 10), 10) AS decile
          FROM trading_signals t
          WHERE t.timestamp >= from_time AND t.timestamp < to_time AND t.engine_id = engine) s
    GROUP BY GROUPING SETS (
        (s.engine_id, s.day, s.symbol, s.rule, s.timeframe, s.signal_type), (s.engine_id, s.day, s.symbol, s.decile))
$$;

COMMENT ON FUNCTION count_signals IS 'Counts the signals of an engine in [from, to) as signal_days holds them, from the signals themselves.';

CREATE FUNCTION stale_signal_days(OUT engine_id integer, OUT day date) RETURNS SETOF record
LANGUAGE sql STABLE AS $$
    SELECT s.engine_id, utc_day(s.timestamp)
    FROM archive_position a
    LEFT JOIN signal_day_positions p USING (engine_id)
    JOIN trading_signals s ON s.engine_id = a.engine_id AND s.sequence > coalesce(p.sequence, 0)
    UNION
    SELECT s.engine_id, utc_day(s.timestamp)
    FROM archive_position a
    LEFT JOIN signal_day_positions p USING (engine_id)
    JOIN signal_outcomes o ON o.engine_id = a.engine_id AND o.sequence > coalesce(p.sequence, 0)
    JOIN trading_signals s ON s.engine_id = o.engine_id AND s.sequence = o.signal_sequence
$$;

COMMENT ON FUNCTION stale_signal_days IS 'Days of signals that signal_days does not hold as they are now: those of signals and outcomes after signal_day_positions.';

CREATE FUNCTION recount_signal_day(engine integer, signal_day date) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    DELETE FROM signal_days d WHERE d.engine_id = engine AND d.day = signal_day;
    INSERT INTO signal_days SELECT * FROM count_signals(day_start(signal_day), day_start(signal_day + 1), engine);
$$;

COMMENT ON FUNCTION recount_signal_day IS 'Counts one day of an engine again.';

CREATE FUNCTION refresh_signal_days(engine integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    reachable bigint;
    stale date;
    days integer := 0;
BEGIN
    SELECT p.sequence INTO reachable FROM archive_position p WHERE p.engine_id = engine;
    INSERT INTO signal_day_positions (engine_id, sequence) SELECT engine, 0 WHERE reachable IS NOT NULL
    ON CONFLICT (engine_id) DO NOTHING;
    SELECT p.sequence INTO done FROM signal_day_positions p WHERE p.engine_id = engine FOR UPDATE;
    IF done IS NULL OR reachable <= done THEN
        RETURN 0;
    END IF;
    -- Every statement sees at least all that is at or below reachable. What it sees beyond is counted again next time.
    FOR stale IN SELECT d.day FROM stale_signal_days() d WHERE d.engine_id = engine ORDER BY d.day LOOP
        PERFORM recount_signal_day(engine, stale);
        days := days + 1;
    END LOOP;
    UPDATE signal_day_positions SET sequence = reachable, refreshed_at = now() WHERE engine_id = engine;
    RETURN days;
END
$$;

COMMENT ON FUNCTION refresh_signal_days IS 'Brings signal_days of an engine to the archive position; may be called at any time and by several at once. Returns the number of days that were counted.';

CREATE OR REPLACE FUNCTION add_late_record(engine integer, record_sequence bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    late date;
BEGIN
    -- The locks keep a refresh from passing the sequence before the row is committed.
    SELECT b.sequence INTO done FROM tick_bar_positions b WHERE b.engine_id = engine FOR UPDATE;
    IF done >= record_sequence THEN
        PERFORM merge_tick_bars(engine, record_sequence - 1, record_sequence);
    END IF;
    SELECT p.sequence INTO done FROM signal_day_positions p WHERE p.engine_id = engine FOR UPDATE;
    IF done >= record_sequence THEN
        FOR late IN
            SELECT utc_day(s.timestamp)
            FROM trading_signals s
            WHERE s.engine_id = engine AND s.sequence IN (
                SELECT record_sequence
                UNION ALL
                SELECT o.signal_sequence FROM signal_outcomes o WHERE o.engine_id = engine AND o.sequence = record_sequence)
        LOOP
            PERFORM recount_signal_day(engine, late);
        END LOOP;
    END IF;
END
$$;

CREATE FUNCTION signal_day_rows(from_time timestamptz, to_time timestamptz, least_decile integer, most_decile integer) RETURNS SETOF signal_days
LANGUAGE sql STABLE ROWS 1000 AS $$
    WITH whole AS MATERIALIZED (
        -- The whole days of the range: from first_day on, before end_day.
        SELECT greatest(utc_day(from_time - interval '1 microsecond') + 1, date '0001-01-01') AS first_day,
               utc_day(to_time) AS end_day
    ), stale AS MATERIALIZED (
        SELECT d.engine_id, d.day FROM stale_signal_days() d, whole w WHERE d.day >= w.first_day AND d.day < w.end_day
    )
    SELECT d.*
    FROM signal_days d
    CROSS JOIN whole w
    WHERE d.day >= w.first_day AND d.day < w.end_day AND d.confidence_decile BETWEEN least_decile AND most_decile
      AND NOT EXISTS (SELECT FROM stale x WHERE x.engine_id = d.engine_id AND x.day = d.day)
    UNION ALL
    SELECT c.* FROM stale x CROSS JOIN LATERAL count_signals(day_start(x.day), day_start(x.day + 1), x.engine_id) c
    WHERE c.confidence_decile BETWEEN least_decile AND most_decile
    UNION ALL
    SELECT c.*
    FROM whole w
    CROSS JOIN archive_position a
    CROSS JOIN LATERAL (
        SELECT from_time AS start_time, least(day_start(w.first_day), to_time) AS end_time
        UNION ALL
        SELECT day_start(w.end_day), to_time WHERE w.end_day >= w.first_day) e
    CROSS JOIN LATERAL count_signals(e.start_time, e.end_time, a.engine_id) c
    WHERE e.start_time < e.end_time AND c.confidence_decile BETWEEN least_decile AND most_decile
$$;

COMMENT ON FUNCTION signal_day_rows IS 'Counts of the signals in [from, to): whole days from signal_days, days with news since and cut days from the signals. Deciles 0 to 0: by rule, bar length and direction; 1 to 10: by confidence.';

CREATE FUNCTION win_rate(wins numeric, losses numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trunc(wins * 100 / nullif(wins + losses, 0), 2);

COMMENT ON FUNCTION win_rate IS 'wins / (wins + losses) x 100, two decimals, truncated: 95 and 45 give 67.85. NULL where there are neither.';

CREATE FUNCTION performance_between(
    from_time timestamptz, to_time timestamptz, signal_symbol text DEFAULT NULL, engine integer DEFAULT NULL)
RETURNS TABLE (
    total_signals bigint, wins bigint, losses bigint, win_rate numeric, total_pnl numeric, avg_confidence numeric,
    signals_per_day numeric, breakevens bigint, expired bigint, profit_factor numeric, avg_risk_reward numeric)
LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(d.total), 0)::bigint, coalesce(sum(d.wins), 0)::bigint, coalesce(sum(d.losses), 0)::bigint,
           win_rate(sum(d.wins), sum(d.losses)), coalesce(sum(d.profit_loss), 0),
           round(sum(d.confidence_sum) / nullif(sum(d.total), 0), 6),
           round(coalesce(sum(d.total), 0) * 86400 / extract(epoch FROM to_time - from_time), 6),
           coalesce(sum(d.breakevens), 0)::bigint, coalesce(sum(d.expired), 0)::bigint,
           round(sum(d.gross_profit) / nullif(-sum(d.gross_loss), 0), 6),
           round(sum(d.risk_reward_sum) / nullif(sum(d.risk_reward_count), 0), 6)
    FROM signal_day_rows(from_time, to_time, 0, 0) d
    WHERE (signal_symbol IS NULL OR d.symbol = signal_symbol) AND (engine IS NULL OR d.engine_id = engine)
$$;

COMMENT ON FUNCTION performance_between IS 'Performance of the signals in [from, to). Open, expired and breakeven signals do not count in win_rate (percent). total_pnl in the quote asset; profit_factor is gross profit / gross loss.';

CREATE FUNCTION performance_statistics(
    days integer DEFAULT 30, as_of timestamptz DEFAULT now(), signal_symbol text DEFAULT NULL, engine integer DEFAULT NULL)
RETURNS TABLE (
    total_signals bigint, wins bigint, losses bigint, win_rate numeric, total_pnl numeric, avg_confidence numeric,
    signals_per_day numeric, breakevens bigint, expired bigint, profit_factor numeric, avg_risk_reward numeric)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
    IF days IS NULL OR days < 1 OR days > 36500 THEN
        RAISE EXCEPTION 'performance of % days: must be 1 to 36500', coalesce(days::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN QUERY SELECT * FROM performance_between(as_of - make_interval(days => days), as_of, signal_symbol, engine);
END
$$;

COMMENT ON FUNCTION performance_statistics IS 'Performance of the signals of the last days before a moment, now if none is given; see performance_between.';

CREATE FUNCTION performance_by_day(
    from_time timestamptz, to_time timestamptz, signal_symbol text DEFAULT NULL, engine integer DEFAULT NULL)
RETURNS TABLE (
    day date, total_signals bigint, wins bigint, losses bigint, win_rate numeric, total_pnl numeric, cumulative_pnl numeric,
    drawdown numeric, avg_confidence numeric)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT c.day, c.total, c.wins, c.losses, win_rate(c.wins, c.losses), c.profit_loss, c.cumulative,
           c.cumulative - greatest(max(c.cumulative) OVER (ORDER BY c.day), 0), c.avg_confidence
    FROM (SELECT d.day, sum(d.total)::bigint AS total, sum(d.wins)::bigint AS wins, sum(d.losses)::bigint AS losses,
                 sum(d.profit_loss) AS profit_loss, sum(sum(d.profit_loss)) OVER (ORDER BY d.day) AS cumulative,
                 round(sum(d.confidence_sum) / sum(d.total), 6) AS avg_confidence
          FROM signal_day_rows(from_time, to_time, 0, 0) d
          WHERE (signal_symbol IS NULL OR d.symbol = signal_symbol) AND (engine IS NULL OR d.engine_id = engine)
          GROUP BY d.day) c
    ORDER BY c.day
$$;

COMMENT ON FUNCTION performance_by_day IS 'Win rate and profit over time: one row per UTC day with signals in [from, to); cumulative_pnl since from, drawdown below its highest (0 or less), in the quote asset.';

CREATE FUNCTION performance_by_confidence(from_time timestamptz, to_time timestamptz, signal_symbol text DEFAULT NULL)
RETURNS TABLE (
    confidence_from numeric, confidence_to numeric, total_signals bigint, wins bigint, losses bigint, win_rate numeric,
    total_pnl numeric, avg_confidence numeric)
LANGUAGE sql STABLE ROWS 10 AS $$
    SELECT round((d.confidence_decile - 1) / 10.0, 1), round(d.confidence_decile / 10.0, 1), sum(d.total)::bigint, sum(d.wins)::bigint,
           sum(d.losses)::bigint, win_rate(sum(d.wins), sum(d.losses)), sum(d.profit_loss),
           round(sum(d.confidence_sum) / sum(d.total), 6)
    FROM signal_day_rows(from_time, to_time, 1, 10) d
    WHERE (signal_symbol IS NULL OR d.symbol = signal_symbol)
    GROUP BY d.confidence_decile
    ORDER BY d.confidence_decile
$$;

COMMENT ON FUNCTION performance_by_confidence IS 'Quality of signals: results by tenths of confidence, of the signals in [from, to).';

CREATE FUNCTION performance_by_pattern(from_time timestamptz, to_time timestamptz, min_decided bigint DEFAULT 1)
RETURNS TABLE (
    rule text, timeframe text, symbol text, signal_type text, total_signals bigint, wins bigint, losses bigint,
    win_rate numeric, total_pnl numeric, avg_pnl numeric, avg_risk_reward numeric, avg_holding interval)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT d.rule, d.timeframe, d.symbol, d.signal_type, sum(d.total)::bigint, sum(d.wins)::bigint, sum(d.losses)::bigint,
           win_rate(sum(d.wins), sum(d.losses)), sum(d.profit_loss),
           round(sum(d.profit_loss) / nullif(sum(d.wins + d.losses + d.breakevens + d.expired), 0), 12),
           round(sum(d.risk_reward_sum) / nullif(sum(d.risk_reward_count), 0), 6),
           (sum(d.holding_ns_sum) / nullif(sum(d.wins + d.losses + d.breakevens + d.expired), 0) / 1000000000)::float8
               * interval '1 second'
    FROM signal_day_rows(from_time, to_time, 0, 0) d
    GROUP BY d.rule, d.timeframe, d.symbol, d.signal_type
    HAVING sum(d.wins + d.losses) >= min_decided
    ORDER BY win_rate(sum(d.wins), sum(d.losses)) DESC NULLS LAST, sum(d.profit_loss) DESC, d.rule, d.timeframe, d.symbol, d.signal_type
$$;

COMMENT ON FUNCTION performance_by_pattern IS 'Which patterns succeed: results by rule, bar length, symbol and direction of the signals in [from, to), best first; patterns with fewer wins and losses than min_decided are left out.';

CREATE FUNCTION signal_timing(from_time timestamptz, to_time timestamptz, signal_symbol text DEFAULT NULL)
RETURNS TABLE (
    result text, signals bigint, avg_holding interval, median_holding interval, shortest_holding interval,
    longest_holding interval, avg_validity interval, ordered bigint, avg_to_order interval, filled bigint, avg_to_fill interval)
LANGUAGE sql STABLE ROWS 5 AS $$
    SELECT coalesce(s.result, 'OPEN'), count(*), avg(s.closed_at - s.timestamp),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY s.closed_at - s.timestamp),
           min(s.closed_at - s.timestamp), max(s.closed_at - s.timestamp), avg(s.expiry_time - s.timestamp),
           count(o.ordered_at), avg(o.ordered_at - s.timestamp), count(o.filled_at), avg(o.filled_at - s.timestamp)
    FROM trading_signals s
    LEFT JOIN LATERAL (
        SELECT min(e.timestamp) AS ordered_at, min(e.timestamp) FILTER (WHERE e.filled_quantity > 0) AS filled_at
        FROM order_events e
        WHERE e.signal_id = s.id AND e.engine_id = s.engine_id) o ON true
    WHERE s.timestamp >= from_time AND s.timestamp < to_time AND (signal_symbol IS NULL OR s.symbol = signal_symbol)
    GROUP BY 1
    ORDER BY 1
$$;

COMMENT ON FUNCTION signal_timing IS 'Times of the signals in [from, to) by result: from signal to close, validity, and from signal to the first order event and the first fill.';

REVOKE EXECUTE ON FUNCTION refresh_signal_days FROM PUBLIC;
