-- What was known at a moment. available_time_ns decides, to the nanosecond; published_at is what the source says and decides nothing.

CREATE FUNCTION epoch_ns(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN at = 'infinity' THEN 9223372036854775807 WHEN at = '-infinity' THEN -9223372036854775808
            ELSE (extract(epoch FROM at) * 1000000000)::bigint END;

COMMENT ON FUNCTION epoch_ns IS 'A moment in ns since 1970-01-01 UTC.';

CREATE FUNCTION articles_as_of(at timestamptz, for_symbol text DEFAULT NULL, published_since timestamptz DEFAULT '-infinity')
RETURNS SETOF articles
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT a.*
    FROM (SELECT DISTINCT c.engine_id, c.article_hash
          FROM articles c
          WHERE c.available_time_ns <= epoch_ns(at) AND (for_symbol IS NULL OR c.symbols @> ARRAY[for_symbol])) k
    CROSS JOIN LATERAL (
        SELECT r.*
        FROM articles r
        WHERE r.engine_id = k.engine_id AND r.article_hash = k.article_hash AND r.available_time_ns <= epoch_ns(at)
        ORDER BY r.available_time_ns DESC, r.revision DESC, r.sequence DESC
        LIMIT 1) a
    WHERE a.published_at >= published_since AND (for_symbol IS NULL OR a.symbols @> ARRAY[for_symbol])
    ORDER BY a.published_time_ns DESC, a.engine_id, a.sequence DESC
$$;

COMMENT ON FUNCTION articles_as_of IS 'Each article as it was known at a moment: its latest revision available by then. Of a symbol where one is given: as that revision names it. Newest publication first.';

CREATE FUNCTION sentiment_as_of(at timestamptz, for_symbol text DEFAULT NULL, published_since timestamptz DEFAULT '-infinity')
RETURNS TABLE (
    engine_id integer, sequence bigint, article_id bigint, article_hash bigint, article_revision integer,
    current_revision integer, analyzer text, score double precision, confidence double precision, keywords_pos text[],
    keywords_neg text[], available_at timestamptz, published_at timestamptz)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT s.engine_id, s.sequence, s.article_id, s.article_hash, s.revision, a.revision, s.analyzer, s.score, s.confidence,
           s.keywords_pos, s.keywords_neg, s.available_at, a.published_at
    FROM articles_as_of(at, for_symbol, published_since) a
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (c.analyzer) c.*, r.revision
        FROM articles r
        JOIN sentiment_scores c ON c.article_id = r.id AND c.engine_id = r.engine_id
        WHERE r.engine_id = a.engine_id AND r.article_hash = a.article_hash
          AND r.available_time_ns <= epoch_ns(at) AND c.available_time_ns <= epoch_ns(at)
        ORDER BY c.analyzer, r.revision DESC, c.available_time_ns DESC, c.sequence DESC) s
    ORDER BY a.published_time_ns DESC, s.engine_id, s.sequence DESC
$$;

COMMENT ON FUNCTION sentiment_as_of IS 'For each article as it was known at a moment the score of each analyzer that was known then: of the highest scored revision, the latest. article_revision is the one that was scored, current_revision the one known.';

CREATE FUNCTION events_as_of(at timestamptz, for_symbol text DEFAULT NULL, least_severity text DEFAULT 'LOW')
RETURNS TABLE (
    engine_id integer, sequence bigint, article_id bigint, article_hash bigint, event_type text, severity text, keywords text[],
    available_at timestamptz, superseded boolean)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT e.engine_id, e.sequence, e.article_id, e.article_hash, e.event_type, e.severity, e.keywords, e.available_at,
           e.article_sequence <> a.sequence
    FROM articles_as_of(at, for_symbol) a
    JOIN articles r ON r.engine_id = a.engine_id AND r.article_hash = a.article_hash AND r.available_time_ns <= epoch_ns(at)
    JOIN events e ON e.article_id = r.id AND e.engine_id = r.engine_id AND e.available_time_ns <= epoch_ns(at)
    WHERE array_position(ARRAY['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], e.severity)
          >= array_position(ARRAY['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], least_severity)
    ORDER BY e.available_time_ns DESC, e.engine_id, e.sequence DESC
$$;

COMMENT ON FUNCTION events_as_of IS 'Events that were known at a moment, newest first; superseded where a later revision of the article was known by then.';

CREATE FUNCTION signals_as_of(at timestamptz, since timestamptz DEFAULT '-infinity', for_symbol text DEFAULT NULL)
RETURNS TABLE (
    engine_id integer, sequence bigint, trade_id text, symbol text, signal_type text, signal_time timestamptz, confidence double precision,
    entry_price numeric, stop_loss numeric, take_profit numeric, status text, result text, profit_loss numeric,
    exit_price numeric, closed_at timestamptz, outcome_sequence bigint)
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT s.engine_id, s.sequence, s.trade_id, s.symbol, s.signal_type, s.timestamp, s.confidence, s.entry_price, s.stop_loss,
           s.take_profit, signal_status(o.result, s.expiry_time, at), o.result, o.profit_loss, o.exit_price, o.closed_at, o.sequence
    FROM trading_signals s
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM signal_outcomes c
        WHERE c.signal_id = s.id AND c.engine_id = s.engine_id AND c.event_time_ns <= epoch_ns(at)
        ORDER BY c.sequence DESC
        LIMIT 1) o ON true
    WHERE s.timestamp >= since AND s.timestamp <= at AND s.event_time_ns <= epoch_ns(at)
      AND (for_symbol IS NULL OR s.symbol = for_symbol)
    ORDER BY s.timestamp DESC, s.engine_id DESC, s.sequence DESC
$$;

COMMENT ON FUNCTION signals_as_of IS 'Signals of [since, at] with the outcome that was known at a moment; one without is OPEN or, past its expiry, EXPIRED. Newest first.';
