-- For TimescaleDB: apply after the migrations of the default path, once, to an archive without bars. The two plain tables that
-- grow with time become hypertables. ticks stays partitioned by day: it has all that a hypertable would give it (pruning,
-- closing, retention), and a hypertable cannot be attached to it.

CREATE EXTENSION IF NOT EXISTS timescaledb;

SELECT create_hypertable('prices', 'open_time', chunk_time_interval => interval '30 days', create_default_indexes => false, migrate_data => true);
SELECT create_hypertable(
    'computed_indicators', 'bar_open_time', chunk_time_interval => interval '7 days', create_default_indexes => false, migrate_data => true);

-- Old chunks in columns: some ten times smaller, read by symbol and time.
ALTER TABLE prices SET (
    timescaledb.compress, timescaledb.compress_segmentby = 'engine_id, instrument_id, timeframe',
    timescaledb.compress_orderby = 'open_time, sequence');
ALTER TABLE computed_indicators SET (
    timescaledb.compress, timescaledb.compress_segmentby = 'engine_id, instrument_id, indicator, output, timeframe',
    timescaledb.compress_orderby = 'bar_open_time, sequence, ordinal');
SELECT add_compression_policy('prices', interval '60 days');
SELECT add_compression_policy('computed_indicators', interval '14 days');
