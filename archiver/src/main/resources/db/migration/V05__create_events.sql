-- State of the feeds, and the life of the engine.

CREATE TABLE feed_events (
    engine_id       integer     NOT NULL,
    sequence        bigint      NOT NULL,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint      NOT NULL,
    receive_time_ns bigint      NOT NULL,
    feed_id         integer     NOT NULL,
    instrument_id   integer,
    state           text        NOT NULL,
    origin          text        NOT NULL,
    stream          text        NOT NULL,
    feed_position   bigint      NOT NULL,
    fingerprint     bigint      NOT NULL,
    expected_value  bigint      NOT NULL,
    actual_value    bigint      NOT NULL,
    event_count     bigint      NOT NULL,
    CONSTRAINT feed_events_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT feed_events_state_known CHECK (state IN (
        'STARTED', 'ENDED', 'GAP', 'OUT_OF_ORDER', 'DUPLICATE', 'STALE', 'RECONNECTED')),
    CONSTRAINT feed_events_origin_known CHECK (origin IN ('FEED', 'ENGINE')),
    CONSTRAINT feed_events_stream_known CHECK (stream IN ('NONE', 'TRADES', 'QUOTES', 'BARS'))
);

COMMENT ON TABLE feed_events IS 'What happened to the feeds. Source: record FeedStatus.';
COMMENT ON COLUMN feed_events.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN feed_events.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN feed_events.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN feed_events.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN feed_events.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC; 0 where the engine made the record.';
COMMENT ON COLUMN feed_events.feed_id IS 'Number of the feed in the journal.';
COMMENT ON COLUMN feed_events.instrument_id IS 'Number of the instrument; NULL where the record is about no single one.';
COMMENT ON COLUMN feed_events.state IS 'STARTED, ENDED, GAP, OUT_OF_ORDER, DUPLICATE, STALE or RECONNECTED.';
COMMENT ON COLUMN feed_events.origin IS 'FEED (an input) or ENGINE (derived, made again by a replay).';
COMMENT ON COLUMN feed_events.stream IS 'TRADES, QUOTES, BARS or NONE.';
COMMENT ON COLUMN feed_events.feed_position IS 'Position in the feed.';
COMMENT ON COLUMN feed_events.fingerprint IS 'STARTED: identity of the source, equal for the same content.';
COMMENT ON COLUMN feed_events.expected_value IS 'GAP: the id that should have come. OUT_OF_ORDER: the newest time seen, ns.';
COMMENT ON COLUMN feed_events.actual_value IS 'GAP: the id that came. OUT_OF_ORDER: the time that came, ns.';
COMMENT ON COLUMN feed_events.event_count IS 'GAP: ids missing. DUPLICATE: events dropped since the last record of the feed.';

CREATE TABLE engine_events (
    engine_id       integer     NOT NULL,
    sequence        bigint      NOT NULL,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint      NOT NULL,
    kind            text        NOT NULL,
    receive_time_ns bigint,
    wall_time       timestamptz,
    wall_time_ns    bigint,
    process_id      integer,
    journal_id      bigint,
    code_version    text,
    java_version    text,
    config_digest   bigint,
    state_digest    bigint,
    output_digest   bigint,
    input_count     bigint,
    output_count    bigint,
    stop_reason     text,
    config          text,
    CONSTRAINT engine_events_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT engine_events_shape CHECK (
        CASE kind
            WHEN 'EngineStarted' THEN
                num_nulls(wall_time, wall_time_ns, process_id, journal_id, code_version, java_version, config_digest) = 0
            WHEN 'EngineStopped' THEN
                wall_time_ns IS NOT NULL AND stop_reason IN ('FEED_ENDED', 'REQUESTED', 'FAILED')
            WHEN 'Checkpoint' THEN num_nulls(state_digest, output_digest, input_count, output_count) = 0
            WHEN 'ConfigChanged' THEN num_nulls(config_digest, config, receive_time_ns) = 0
            ELSE false
        END IS TRUE)
);

COMMENT ON TABLE engine_events IS 'Life of the engines, one row per record. Source: records EngineStarted, EngineStopped, Checkpoint and ConfigChanged; each fills its own columns.';
COMMENT ON COLUMN engine_events.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN engine_events.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN engine_events.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN engine_events.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN engine_events.kind IS 'EngineStarted, EngineStopped, Checkpoint or ConfigChanged.';
COMMENT ON COLUMN engine_events.receive_time_ns IS 'ConfigChanged: time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN engine_events.wall_time IS 'EngineStarted, EngineStopped: wall time, cut to microseconds.';
COMMENT ON COLUMN engine_events.wall_time_ns IS 'EngineStarted, EngineStopped: wall time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN engine_events.process_id IS 'EngineStarted: process id of the engine.';
COMMENT ON COLUMN engine_events.journal_id IS 'EngineStarted: identity of the journal.';
COMMENT ON COLUMN engine_events.code_version IS 'EngineStarted: version of the code.';
COMMENT ON COLUMN engine_events.java_version IS 'EngineStarted: version of the JVM.';
COMMENT ON COLUMN engine_events.config_digest IS 'EngineStarted, ConfigChanged: digest of the configuration, 64 bits.';
COMMENT ON COLUMN engine_events.state_digest IS 'Checkpoint: digest of the state after all records before this one, 64 bits.';
COMMENT ON COLUMN engine_events.output_digest IS 'Checkpoint: digest of all outputs before this record, 64 bits.';
COMMENT ON COLUMN engine_events.input_count IS 'Checkpoint: inputs so far.';
COMMENT ON COLUMN engine_events.output_count IS 'Checkpoint: outputs so far.';
COMMENT ON COLUMN engine_events.stop_reason IS 'EngineStopped: FEED_ENDED, REQUESTED or FAILED.';
COMMENT ON COLUMN engine_events.config IS 'ConfigChanged: the configuration in force from this sequence on, canonical text.';
