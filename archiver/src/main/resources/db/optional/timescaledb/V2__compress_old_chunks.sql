-- For TimescaleDB under the Timescale licence: old chunks in columns, read by symbol and time.

ALTER TABLE prices SET (
    timescaledb.compress, timescaledb.compress_segmentby = 'engine_id, instrument_id, timeframe',
    timescaledb.compress_orderby = 'open_time, sequence');
ALTER TABLE computed_indicators SET (
    timescaledb.compress, timescaledb.compress_segmentby = 'engine_id, instrument_id, indicator, output, timeframe',
    timescaledb.compress_orderby = 'bar_open_time, sequence, ordinal');
SELECT add_compression_policy('prices', interval '60 days');
SELECT add_compression_policy('computed_indicators', interval '14 days');
