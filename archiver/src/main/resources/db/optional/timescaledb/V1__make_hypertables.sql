-- For TimescaleDB, in its Apache edition too: apply after the migrations of the default path, once. The two plain tables that grow
-- with time become hypertables; their rows move into chunks, which locks the tables while it lasts. ticks stays partitioned by day: it
-- has all that a hypertable would give it (pruning, closing, retention), and a hypertable cannot be attached to it.

CREATE EXTENSION IF NOT EXISTS timescaledb;

SELECT create_hypertable('prices', 'open_time', chunk_time_interval => interval '30 days', create_default_indexes => false, migrate_data => true);
SELECT create_hypertable(
    'computed_indicators', 'bar_open_time', chunk_time_interval => interval '7 days', create_default_indexes => false, migrate_data => true);
