-- The indexes that readers of other systems know by name. Where rows are read page by page the key of the table follows
-- the time, so that a page ends and begins between two rows of the same microsecond.

CREATE INDEX idx_prices_symbol_timestamp ON prices (symbol, timestamp);
CREATE INDEX idx_articles_published_at ON articles (published_at);
CREATE INDEX idx_sentiment_timestamp ON sentiment_scores (timestamp);
CREATE INDEX idx_events_timestamp ON events (timestamp);
CREATE INDEX idx_events_severity ON events (severity, timestamp);
CREATE INDEX idx_signals_timestamp ON trading_signals (timestamp, engine_id, sequence);
CREATE INDEX idx_signals_type ON trading_signals (signal_type, timestamp);
CREATE INDEX idx_orders_status ON orders (status, timestamp);
CREATE INDEX idx_orders_timestamp ON orders (timestamp, engine_id, order_id);
-- The same question by symbol, and the outcomes by time: an engine's newest.
CREATE INDEX trading_signals_symbol_idx ON trading_signals (symbol, timestamp, engine_id, sequence);
CREATE INDEX articles_available_idx ON articles (available_time_ns);

CREATE FUNCTION signals_page(
    page_size integer DEFAULT 100, signal_symbol text DEFAULT NULL, before_time timestamptz DEFAULT 'infinity',
    before_engine integer DEFAULT 2147483647, before_sequence bigint DEFAULT 9223372036854775807)
RETURNS SETOF trading_signals
LANGUAGE sql STABLE ROWS 100 AS $$
    SELECT s.*
    FROM trading_signals s
    WHERE (s.timestamp, s.engine_id, s.sequence) < (before_time, before_engine, before_sequence)
      AND (signal_symbol IS NULL OR s.symbol = signal_symbol)
    ORDER BY s.timestamp DESC, s.engine_id DESC, s.sequence DESC
    LIMIT page_size
$$;

COMMENT ON FUNCTION signals_page IS 'Signals, newest first, of a symbol or all. The next page: call with timestamp, engine_id and sequence of the last row.';

CREATE FUNCTION ticks_page(
    symbol text, from_time timestamptz, to_time timestamptz, page_size integer DEFAULT 1000, engine integer DEFAULT NULL,
    after_time_ns bigint DEFAULT -9223372036854775808, after_sequence bigint DEFAULT 0)
RETURNS SETOF ticks
LANGUAGE sql STABLE ROWS 1000 AS $$
    SELECT t.*
    FROM ticks t
    -- As values and not as a join, so that the order of the index holds and the scan ends with the page.
    WHERE t.engine_id = (SELECT r.engine_id
                         FROM candle_request(symbol, interval '1 day', from_time, to_time, 'ticks', engine, NULL, 'epoch') r)
      AND t.instrument_id = (SELECT r.instrument_id
                             FROM candle_request(symbol, interval '1 day', from_time, to_time, 'ticks', engine, NULL, 'epoch') r)
      AND t.event_time >= greatest(from_time, timestamptz 'epoch' + after_time_ns / 1000 * interval '1 microsecond')
      AND t.event_time >= from_time AND t.event_time < to_time
      AND (t.event_time_ns, t.sequence) > (after_time_ns, after_sequence)
    ORDER BY t.event_time, t.event_time_ns, t.sequence
    LIMIT page_size
$$;

COMMENT ON FUNCTION ticks_page IS 'Trades and quotes of a symbol in [from, to), oldest first. The next page: call with event_time_ns and sequence of the last row.';
