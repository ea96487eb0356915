-- Bars under the names that readers of other systems know.

ALTER TABLE prices
    ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    ADD COLUMN timestamp timestamptz NOT NULL GENERATED ALWAYS AS (open_time) STORED;

COMMENT ON COLUMN prices.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN prices.timestamp IS 'Start of the bar, cut to microseconds; equal to open_time.';

CREATE VIEW price_history AS
SELECT id, symbol, timestamp, timeframe, open, high, low, close, volume, trade_count, source, open_time, event_time AS closed_time, engine_id,
       sequence, instrument_id
FROM prices;

COMMENT ON VIEW price_history IS 'Historical prices: the closed bars of prices under the other name by which they are asked for.';
