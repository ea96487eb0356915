-- What the numbers in the records mean. One row per instrument (the definition in force); one row per record for
-- indicators and rules, because a later definition of the same number replaces the earlier one from its sequence on.

CREATE TABLE instruments (
    engine_id         integer     NOT NULL,
    instrument_id     integer     NOT NULL,
    sequence          bigint      NOT NULL,
    event_time        timestamptz NOT NULL,
    event_time_ns     bigint      NOT NULL,
    receive_time_ns   bigint      NOT NULL,
    symbol            text        NOT NULL,
    venue             text        NOT NULL,
    base_asset        text        NOT NULL,
    quote_asset       text        NOT NULL,
    price_exponent    smallint    NOT NULL,
    quantity_exponent smallint    NOT NULL,
    CONSTRAINT instruments_pkey PRIMARY KEY (engine_id, instrument_id),
    CONSTRAINT instruments_symbol_given CHECK (symbol <> ''),
    CONSTRAINT instruments_sequence_positive CHECK (sequence > 0)
);
CREATE INDEX instruments_symbol_idx ON instruments (symbol);

COMMENT ON TABLE instruments IS 'Instruments of each engine: the definition in force at the archive position. Source: record InstrumentDefined.';
COMMENT ON COLUMN instruments.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN instruments.instrument_id IS 'Number of the instrument in that journal; ticks, prices and signals refer to it.';
COMMENT ON COLUMN instruments.sequence IS 'Journal sequence of the definition in force.';
COMMENT ON COLUMN instruments.event_time IS 'Event time of the definition, cut to microseconds.';
COMMENT ON COLUMN instruments.event_time_ns IS 'Event time of the definition, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN instruments.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN instruments.symbol IS 'Symbol as the venue writes it.';
COMMENT ON COLUMN instruments.venue IS 'Venue; empty where none was given.';
COMMENT ON COLUMN instruments.base_asset IS 'Asset that is bought or sold; first part of a trade id.';
COMMENT ON COLUMN instruments.quote_asset IS 'Asset in which prices are stated.';
COMMENT ON COLUMN instruments.price_exponent IS 'Power of ten of a price mantissa in the journal; prices here are already decimal.';
COMMENT ON COLUMN instruments.quantity_exponent IS 'Power of ten of a quantity mantissa in the journal; quantities here are already decimal.';

CREATE TABLE indicator_definitions (
    engine_id     integer     NOT NULL,
    sequence      bigint      NOT NULL,
    event_time    timestamptz NOT NULL,
    event_time_ns bigint      NOT NULL,
    indicator_id  integer     NOT NULL,
    name          text        NOT NULL,
    kind          text        NOT NULL,
    interval_ns   bigint      NOT NULL,
    timeframe     text        NOT NULL,
    output_count  integer     NOT NULL,
    output_names  text        NOT NULL,
    CONSTRAINT indicator_definitions_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT indicator_definitions_name_given CHECK (name <> '')
);

COMMENT ON TABLE indicator_definitions IS 'Names of indicator numbers; a later row of the same number replaces the earlier one from its sequence on. Source: record IndicatorDefined.';
COMMENT ON COLUMN indicator_definitions.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN indicator_definitions.sequence IS 'Journal sequence of the record.';
COMMENT ON COLUMN indicator_definitions.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN indicator_definitions.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN indicator_definitions.indicator_id IS 'Number of the indicator in the journal.';
COMMENT ON COLUMN indicator_definitions.name IS 'Name from the configuration.';
COMMENT ON COLUMN indicator_definitions.kind IS 'Kind of indicator, such as SMA or MACD.';
COMMENT ON COLUMN indicator_definitions.interval_ns IS 'Bar interval it reads, ns.';
COMMENT ON COLUMN indicator_definitions.timeframe IS 'The same interval as text, such as 1m.';
COMMENT ON COLUMN indicator_definitions.output_count IS 'Number of values per bar.';
COMMENT ON COLUMN indicator_definitions.output_names IS 'Names of the values, joined by commas, in the order of their index.';

CREATE TABLE rule_definitions (
    engine_id     integer     NOT NULL,
    sequence      bigint      NOT NULL,
    event_time    timestamptz NOT NULL,
    event_time_ns bigint      NOT NULL,
    rule_id       integer     NOT NULL,
    name          text        NOT NULL,
    kind          text        NOT NULL,
    interval_ns   bigint      NOT NULL,
    timeframe     text        NOT NULL,
    operand_names text        NOT NULL,
    CONSTRAINT rule_definitions_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT rule_definitions_name_given CHECK (name <> '')
);

COMMENT ON TABLE rule_definitions IS 'Names of rule numbers; a later row of the same number replaces the earlier one from its sequence on. Source: record RuleDefined.';
COMMENT ON COLUMN rule_definitions.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN rule_definitions.sequence IS 'Journal sequence of the record.';
COMMENT ON COLUMN rule_definitions.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN rule_definitions.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN rule_definitions.rule_id IS 'Number of the rule in the journal.';
COMMENT ON COLUMN rule_definitions.name IS 'Name from the configuration.';
COMMENT ON COLUMN rule_definitions.kind IS 'Kind of rule.';
COMMENT ON COLUMN rule_definitions.interval_ns IS 'Bar interval it reads, ns.';
COMMENT ON COLUMN rule_definitions.timeframe IS 'The same interval as text, such as 5m.';
COMMENT ON COLUMN rule_definitions.operand_names IS 'Names of the operands of its signals, joined by commas, in the order of their index.';
