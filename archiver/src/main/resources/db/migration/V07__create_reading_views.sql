-- The questions that nearly every reader asks first.

CREATE VIEW trades AS
SELECT t.engine_id, t.sequence, i.symbol, i.venue, t.event_time, t.event_time_ns, t.receive_time_ns, t.price, t.quantity,
       t.aggressor, t.venue_id AS venue_trade_id, t.venue_code, t.conditions, t.suspicious, t.instrument_id, t.feed_id
FROM ticks t
JOIN instruments i USING (engine_id, instrument_id)
WHERE t.kind = 'TRADE';

CREATE VIEW quotes AS
SELECT t.engine_id, t.sequence, i.symbol, i.venue, t.event_time, t.event_time_ns, t.receive_time_ns, t.bid_price,
       t.bid_quantity, t.ask_price, t.ask_quantity, t.venue_id AS venue_update_id, t.venue_code, t.conditions,
       t.instrument_id, t.feed_id
FROM ticks t
JOIN instruments i USING (engine_id, instrument_id)
WHERE t.kind = 'QUOTE';

CREATE VIEW engine_runs AS
SELECT s.engine_id, s.sequence AS started_sequence, s.wall_time AS started_at, s.process_id, s.code_version, s.java_version,
       s.config_digest, s.journal_id, e.sequence AS stopped_sequence, e.wall_time AS stopped_at, e.stop_reason
FROM (SELECT r.*, lead(r.sequence) OVER (PARTITION BY r.engine_id ORDER BY r.sequence) AS next_start
      FROM engine_events r
      WHERE r.kind = 'EngineStarted') s
LEFT JOIN engine_events e
       ON e.engine_id = s.engine_id AND e.kind = 'EngineStopped' AND e.sequence > s.sequence
      AND (s.next_start IS NULL OR e.sequence < s.next_start);

COMMENT ON VIEW trades IS 'Trades with the names of their instruments.';
COMMENT ON VIEW quotes IS 'Quotes with the names of their instruments.';
COMMENT ON VIEW engine_runs IS 'One row per run of an engine; stopped_* are NULL while it runs and where it was killed.';
