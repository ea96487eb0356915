-- Closed bars and the engine's own indicator values at bar close. Not partitioned: a feed of daily bars spans decades,
-- and a partition per day of it would be a table per row.

CREATE TABLE prices (
    event_time       timestamptz NOT NULL,
    event_time_ns    bigint      NOT NULL,
    open_time        timestamptz NOT NULL,
    open_time_ns     bigint      NOT NULL,
    sequence         bigint      NOT NULL,
    interval_ns      bigint      NOT NULL,
    trade_count      bigint,
    engine_id        integer     NOT NULL,
    instrument_id    integer     NOT NULL,
    volume_saturated boolean     NOT NULL,
    symbol           text        NOT NULL,
    timeframe        text        NOT NULL,
    source           text        NOT NULL,
    open             numeric     NOT NULL,
    high             numeric     NOT NULL,
    low              numeric     NOT NULL,
    close            numeric     NOT NULL,
    volume           numeric     NOT NULL,
    CONSTRAINT prices_source_known CHECK (source IN ('TRADES', 'EXTERNAL')),
    CONSTRAINT prices_interval_positive CHECK (interval_ns > 0),
    CONSTRAINT prices_positive CHECK (open > 0 AND high > 0 AND low > 0 AND close > 0 AND volume >= 0),
    CONSTRAINT prices_finite CHECK (
        open < 'Infinity' AND high < 'Infinity' AND low < 'Infinity' AND close < 'Infinity' AND volume < 'Infinity'),
    -- A bar that a venue made is archived as it came, even where the venue contradicts itself.
    CONSTRAINT prices_consistent CHECK (
        source = 'EXTERNAL' OR (high >= open AND high >= close AND low <= open AND low <= close))
);
CREATE INDEX prices_symbol_time_idx ON prices (symbol, timeframe, open_time);
CREATE INDEX prices_time_sequence_idx ON prices
    USING brin (open_time, sequence) WITH (pages_per_range = 32, autosummarize = on);

COMMENT ON TABLE prices IS 'Closed bars. Source: record BarClosed; a bar that a venue made comes as BarClosed with source EXTERNAL.';
COMMENT ON COLUMN prices.event_time IS 'Event time of the input that closed the bar, cut to microseconds.';
COMMENT ON COLUMN prices.event_time_ns IS 'Event time of the input that closed the bar, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN prices.open_time IS 'Start of the bar, cut to microseconds.';
COMMENT ON COLUMN prices.open_time_ns IS 'Start of the bar, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN prices.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN prices.interval_ns IS 'Length of the bar, ns.';
COMMENT ON COLUMN prices.trade_count IS 'Number of trades in the bar; NULL where the venue does not tell.';
COMMENT ON COLUMN prices.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN prices.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN prices.volume_saturated IS 'True where the volume did not fit 63 bits and stands at the maximum.';
COMMENT ON COLUMN prices.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN prices.timeframe IS 'Length of the bar as text, such as 1m.';
COMMENT ON COLUMN prices.source IS 'What the bar was built from: TRADES or EXTERNAL (a bar of the venue).';
COMMENT ON COLUMN prices.open IS 'First price, in the quote asset.';
COMMENT ON COLUMN prices.high IS 'Highest price, in the quote asset.';
COMMENT ON COLUMN prices.low IS 'Lowest price, in the quote asset.';
COMMENT ON COLUMN prices.close IS 'Last price, in the quote asset.';
COMMENT ON COLUMN prices.volume IS 'Sum of quantities, in the base asset.';

CREATE TABLE computed_indicators (
    event_time    timestamptz NOT NULL,
    bar_open_time timestamptz NOT NULL,
    sequence      bigint      NOT NULL,
    value         double precision,
    engine_id     integer     NOT NULL,
    instrument_id integer     NOT NULL,
    ordinal       smallint    NOT NULL,
    symbol        text        NOT NULL,
    timeframe     text        NOT NULL,
    indicator     text        NOT NULL,
    output        text        NOT NULL,
    CONSTRAINT computed_indicators_not_nan CHECK (value <> 'NaN')
);
CREATE INDEX computed_indicators_time_sequence_idx ON computed_indicators
    USING brin (bar_open_time, sequence) WITH (pages_per_range = 32, autosummarize = on);

COMMENT ON TABLE computed_indicators IS 'Indicator values at bar close, one row per value. Source: record IndicatorValues.';
COMMENT ON COLUMN computed_indicators.event_time IS 'Event time of the input that closed the bar, cut to microseconds.';
COMMENT ON COLUMN computed_indicators.bar_open_time IS 'Start of the bar, cut to microseconds.';
COMMENT ON COLUMN computed_indicators.sequence IS 'Journal sequence of the record that holds the value.';
COMMENT ON COLUMN computed_indicators.value IS 'The value, bit for bit; NULL where the indicator has none (NaN in the journal).';
COMMENT ON COLUMN computed_indicators.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN computed_indicators.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN computed_indicators.ordinal IS 'Place of the value in its record, from 0; (engine_id, sequence, ordinal) is unique.';
COMMENT ON COLUMN computed_indicators.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN computed_indicators.timeframe IS 'Length of the bar as text, such as 1m.';
COMMENT ON COLUMN computed_indicators.indicator IS 'Name of the indicator from the configuration in force.';
COMMENT ON COLUMN computed_indicators.output IS 'Name of the value, such as histogram of a MACD.';
