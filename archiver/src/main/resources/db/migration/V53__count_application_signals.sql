-- Signals that applications make (engine 0) count in the performance like those of engines. They have no archive position, so nothing tells
-- which of their days have changed: they are counted from the signals themselves each time, which is cheap where people make them.

CREATE INDEX trading_signals_application_idx ON trading_signals (timestamp) WHERE engine_id = 0;

CREATE OR REPLACE FUNCTION signal_day_rows(from_time timestamptz, to_time timestamptz, least_decile integer, most_decile integer) RETURNS SETOF signal_days
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
    UNION ALL
    SELECT c.*
    FROM count_signals(from_time, to_time, 0) c
    WHERE c.confidence_decile BETWEEN least_decile AND most_decile
$$;

COMMENT ON FUNCTION signal_day_rows IS 'Counts of the signals in [from, to): of engines whole days from signal_days, days with news since and cut days from the signals; of applications (engine 0) all from the signals. Deciles 0 to 0: by rule, bar length and direction; 1 to 10: by confidence.';
