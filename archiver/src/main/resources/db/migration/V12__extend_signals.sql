-- A signal gets an identity, the composite score with its parts, its explanation in words, and how it ended.

ALTER TABLE trading_signals
    ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    ADD COLUMN signal_type text NOT NULL GENERATED ALWAYS AS (action) STORED,
    ADD COLUMN timestamp timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    ADD COLUMN cms_score double precision,
    ADD COLUMN sentiment_component double precision,
    ADD COLUMN technical_component double precision,
    ADD COLUMN regime_component double precision,
    ADD COLUMN outcome_sequence bigint,
    ADD COLUMN result text,
    ADD COLUMN profit_loss numeric,
    ADD COLUMN exit_price numeric,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closed_time_ns bigint,
    ADD COLUMN status text NOT NULL GENERATED ALWAYS AS (
        CASE result WHEN 'WIN' THEN 'WON' WHEN 'LOSS' THEN 'LOST' WHEN 'BREAKEVEN' THEN 'BREAKEVEN' WHEN 'EXPIRED' THEN 'EXPIRED'
             ELSE 'OPEN' END) STORED,
    ADD CONSTRAINT trading_signals_id_unique UNIQUE (id, engine_id),
    ADD CONSTRAINT trading_signals_components_range CHECK (
        (cms_score IS NULL OR cms_score BETWEEN -1 AND 1)
        AND (sentiment_component IS NULL OR sentiment_component BETWEEN -1 AND 1)
        AND (technical_component IS NULL OR technical_component BETWEEN -1 AND 1)
        AND (regime_component IS NULL OR regime_component BETWEEN -1 AND 1)),
    ADD CONSTRAINT trading_signals_explanation_given CHECK (explanation <> ''),
    ADD CONSTRAINT trading_signals_result_known CHECK (result IN ('WIN', 'LOSS', 'BREAKEVEN', 'EXPIRED')),
    ADD CONSTRAINT trading_signals_outcome_whole CHECK (
        num_nulls(outcome_sequence, result, profit_loss, closed_at, closed_time_ns) IN (0, 5)
        AND (exit_price IS NULL OR outcome_sequence IS NOT NULL));

-- Those that an earlier version has archived are explained when the archiver starts.
CREATE INDEX trading_signals_unexplained_idx ON trading_signals (engine_id, sequence) WHERE explanation IS NULL;

COMMENT ON TABLE trading_signals IS 'Signals, each with the outcome in force. Source: records Signal and, for the outcome, SignalOutcome.';
COMMENT ON COLUMN trading_signals.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN trading_signals.signal_type IS 'BUY or SELL; equal to action.';
COMMENT ON COLUMN trading_signals.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN trading_signals.cms_score IS 'Composite market score, -1 to 1; NULL where none was made.';
COMMENT ON COLUMN trading_signals.sentiment_component IS 'Part of the score from sentiment, -1 to 1; NULL where none was made.';
COMMENT ON COLUMN trading_signals.technical_component IS 'Part of the score from indicators, -1 to 1; NULL where none was made.';
COMMENT ON COLUMN trading_signals.regime_component IS 'Part of the score from the regime of the market, -1 to 1; NULL where none was made.';
COMMENT ON COLUMN trading_signals.explanation IS 'The signal in words, made from this row and the definition of its rule. Source: the archiver.';
COMMENT ON COLUMN trading_signals.outcome_sequence IS 'Journal sequence of the outcome in force, in signal_outcomes; NULL while there is none.';
COMMENT ON COLUMN trading_signals.result IS 'WIN, LOSS, BREAKEVEN or EXPIRED by the outcome in force; NULL while there is none.';
COMMENT ON COLUMN trading_signals.profit_loss IS 'Profit (or loss, negative) by the outcome in force, in the quote asset; NULL while there is none.';
COMMENT ON COLUMN trading_signals.exit_price IS 'Price at which it ended, in the quote asset; NULL where there was none.';
COMMENT ON COLUMN trading_signals.closed_at IS 'When it ended, cut to microseconds; NULL while it is open.';
COMMENT ON COLUMN trading_signals.closed_time_ns IS 'When it ended, ns since 1970-01-01 UTC, exact; NULL while it is open.';
COMMENT ON COLUMN trading_signals.status IS 'OPEN, WON, LOST, BREAKEVEN or EXPIRED by the outcome in force; whether an open one has run out, signal_status tells.';

CREATE TABLE signal_outcomes (
    engine_id       integer NOT NULL,
    sequence        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    signal_id       bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + signal_sequence) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    receive_time_ns bigint NOT NULL,
    signal_sequence bigint NOT NULL,
    trade_id_hash   text NOT NULL,
    instrument_id   integer NOT NULL,
    symbol          text NOT NULL,
    result          text NOT NULL,
    exit_price      numeric,
    profit_loss     numeric NOT NULL,
    closed_at       timestamptz NOT NULL,
    closed_time_ns  bigint NOT NULL,
    actor           text,
    CONSTRAINT signal_outcomes_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT signal_outcomes_id_unique UNIQUE (id, engine_id),
    CONSTRAINT signal_outcomes_signal_fkey FOREIGN KEY (signal_id, engine_id) REFERENCES trading_signals (id, engine_id),
    CONSTRAINT signal_outcomes_after_signal CHECK (signal_sequence < sequence),
    CONSTRAINT signal_outcomes_result_known CHECK (result IN ('WIN', 'LOSS', 'BREAKEVEN', 'EXPIRED')),
    CONSTRAINT signal_outcomes_exit_price_range CHECK (exit_price > 0 AND exit_price < 'Infinity'),
    CONSTRAINT signal_outcomes_profit_loss_finite CHECK (profit_loss > '-Infinity' AND profit_loss < 'Infinity'),
    CONSTRAINT signal_outcomes_trade_id_hash_form CHECK (trade_id_hash ~ '^[0-9a-f]{8}$')
);
CREATE INDEX signal_outcomes_signal_idx ON signal_outcomes (signal_id, engine_id, sequence DESC);

COMMENT ON TABLE signal_outcomes IS 'How signals ended; the one with the highest sequence of a signal is in force, the others are its history. Source: record SignalOutcome.';
COMMENT ON COLUMN signal_outcomes.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN signal_outcomes.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN signal_outcomes.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN signal_outcomes.signal_id IS 'Signal that ended: trading_signals.id.';
COMMENT ON COLUMN signal_outcomes.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN signal_outcomes.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN signal_outcomes.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN signal_outcomes.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN signal_outcomes.signal_sequence IS 'Journal sequence of the signal.';
COMMENT ON COLUMN signal_outcomes.trade_id_hash IS 'Last part of the trade id, as the sender gave it.';
COMMENT ON COLUMN signal_outcomes.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN signal_outcomes.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN signal_outcomes.result IS 'WIN, LOSS, BREAKEVEN or EXPIRED.';
COMMENT ON COLUMN signal_outcomes.exit_price IS 'Price at which it ended, in the quote asset; NULL where there was none.';
COMMENT ON COLUMN signal_outcomes.profit_loss IS 'Profit, or loss when negative, in the quote asset.';
COMMENT ON COLUMN signal_outcomes.closed_at IS 'When the signal ended, cut to microseconds.';
COMMENT ON COLUMN signal_outcomes.closed_time_ns IS 'When the signal ended, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN signal_outcomes.actor IS 'Who said so; NULL where nobody is named.';

CREATE FUNCTION signal_status(result text, expiry_time timestamptz, at_time timestamptz)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE result
    WHEN 'WIN' THEN 'WON'
    WHEN 'LOSS' THEN 'LOST'
    WHEN 'BREAKEVEN' THEN 'BREAKEVEN'
    WHEN 'EXPIRED' THEN 'EXPIRED'
    ELSE CASE WHEN expiry_time <= at_time THEN 'EXPIRED' ELSE 'OPEN' END END;

COMMENT ON FUNCTION signal_status(text, timestamptz, timestamptz) IS 'Status of a signal at a time: WON, LOST, BREAKEVEN or EXPIRED by its outcome; without one EXPIRED from its expiry time on, OPEN before.';

CREATE VIEW signal_results AS
SELECT s.engine_id, s.sequence, s.id, s.trade_id, s.symbol, s.signal_type, s.timeframe, s.rule, s.timestamp, s.expiry_time,
       s.confidence, s.entry_price, s.stop_loss, s.take_profit, s.risk_reward, s.result, s.profit_loss, s.exit_price, s.closed_at,
       signal_status(s.result, s.expiry_time, now()) AS status, s.explanation
FROM trading_signals s;

COMMENT ON VIEW signal_results IS 'Signals with their status now: an open one whose time has run out is EXPIRED.';
