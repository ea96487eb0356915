-- Signals, and the times a rule fired and a limit stopped it.

CREATE TABLE trading_signals (
    engine_id      integer          NOT NULL,
    sequence       bigint           NOT NULL,
    trade_id       text             NOT NULL,
    event_time     timestamptz      NOT NULL,
    event_time_ns  bigint           NOT NULL,
    instrument_id  integer          NOT NULL,
    symbol         text             NOT NULL,
    action         text             NOT NULL,
    confidence     double precision NOT NULL,
    entry_price    numeric          NOT NULL,
    stop_loss      numeric          NOT NULL,
    take_profit    numeric          NOT NULL,
    risk_reward    double precision,
    expiry_time    timestamptz      NOT NULL,
    expiry_time_ns bigint           NOT NULL,
    rule_id        integer          NOT NULL,
    rule           text             NOT NULL,
    interval_ns    bigint           NOT NULL,
    timeframe      text             NOT NULL,
    bar_open_time  timestamptz      NOT NULL,
    bar_open_time_ns bigint         NOT NULL,
    operand0       double precision,
    operand1       double precision,
    operand2       double precision,
    operand3       double precision,
    operands       jsonb            NOT NULL,
    explanation    text,
    CONSTRAINT trading_signals_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT trading_signals_trade_id_unique UNIQUE (trade_id, engine_id),
    CONSTRAINT trading_signals_trade_id_form CHECK (trade_id ~ '^.+_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}$'),
    CONSTRAINT trading_signals_action_known CHECK (action IN ('BUY', 'SELL')),
    CONSTRAINT trading_signals_confidence_range CHECK (confidence >= 0 AND confidence <= 1),
    CONSTRAINT trading_signals_risk_reward_range CHECK (risk_reward >= 0 AND risk_reward <> 'NaN'),
    CONSTRAINT trading_signals_prices_finite CHECK (
        entry_price > 0 AND entry_price < 'Infinity' AND stop_loss < 'Infinity' AND take_profit < 'Infinity'),
    CONSTRAINT trading_signals_operands_not_nan CHECK (
        operand0 <> 'NaN' AND operand1 <> 'NaN' AND operand2 <> 'NaN' AND operand3 <> 'NaN'),
    CONSTRAINT trading_signals_operands_object CHECK (jsonb_typeof(operands) = 'object')
);
CREATE INDEX trading_signals_event_time_idx ON trading_signals (event_time);

COMMENT ON TABLE trading_signals IS 'Signals. Source: record Signal; explanation is written later, by readers.';
COMMENT ON COLUMN trading_signals.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN trading_signals.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN trading_signals.trade_id IS 'Base asset, UTC date, UTC time and hash of the record: BTC_20241220_143052_a1b2c3d4. Unique within an engine; the same on each replay.';
COMMENT ON COLUMN trading_signals.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN trading_signals.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN trading_signals.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN trading_signals.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN trading_signals.action IS 'BUY or SELL.';
COMMENT ON COLUMN trading_signals.confidence IS 'Confidence, 0 to 1.';
COMMENT ON COLUMN trading_signals.entry_price IS 'Price at the signal, in the quote asset.';
COMMENT ON COLUMN trading_signals.stop_loss IS 'Price at which the position is given up, in the quote asset.';
COMMENT ON COLUMN trading_signals.take_profit IS 'Price at which the profit is taken, in the quote asset.';
COMMENT ON COLUMN trading_signals.risk_reward IS '|take_profit - entry_price| / |entry_price - stop_loss|; NULL where it is not defined.';
COMMENT ON COLUMN trading_signals.expiry_time IS 'The signal counts until then; cut to microseconds.';
COMMENT ON COLUMN trading_signals.expiry_time_ns IS 'The signal counts until then, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN trading_signals.rule_id IS 'Number of the rule in the journal.';
COMMENT ON COLUMN trading_signals.rule IS 'Name of the rule from the configuration in force.';
COMMENT ON COLUMN trading_signals.interval_ns IS 'Bar interval of the rule, ns.';
COMMENT ON COLUMN trading_signals.timeframe IS 'Bar interval of the rule as text, such as 5m.';
COMMENT ON COLUMN trading_signals.bar_open_time IS 'Start of the bar whose close fired the rule, cut to microseconds.';
COMMENT ON COLUMN trading_signals.bar_open_time_ns IS 'Start of the bar whose close fired the rule, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN trading_signals.operand0 IS 'First operand, bit for bit; its name is in rule_definitions. NULL for NaN.';
COMMENT ON COLUMN trading_signals.operand1 IS 'Second operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN trading_signals.operand2 IS 'Third operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN trading_signals.operand3 IS 'Fourth operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN trading_signals.operands IS 'The operands by name; NaN as null, infinities as text.';
COMMENT ON COLUMN trading_signals.explanation IS 'Words for people; NULL until a reader has written them. Not part of the journal.';

CREATE TABLE blocked_signals (
    engine_id      integer          NOT NULL,
    sequence       bigint           NOT NULL,
    event_time     timestamptz      NOT NULL,
    event_time_ns  bigint           NOT NULL,
    instrument_id  integer          NOT NULL,
    symbol         text             NOT NULL,
    action         text             NOT NULL,
    reason         text             NOT NULL,
    limit_value    double precision,
    actual_value   double precision,
    confidence     double precision,
    entry_price    numeric          NOT NULL,
    rule_id        integer          NOT NULL,
    rule           text             NOT NULL,
    interval_ns    bigint           NOT NULL,
    timeframe      text             NOT NULL,
    bar_open_time  timestamptz      NOT NULL,
    bar_open_time_ns bigint         NOT NULL,
    operand0       double precision,
    operand1       double precision,
    operand2       double precision,
    operand3       double precision,
    operands       jsonb            NOT NULL,
    CONSTRAINT blocked_signals_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT blocked_signals_action_known CHECK (action IN ('BUY', 'SELL')),
    CONSTRAINT blocked_signals_reason_known CHECK (reason IN (
        'NONE', 'COOLDOWN', 'LOW_CONFIDENCE', 'LOW_RISK_REWARD', 'NO_VOLATILITY', 'RATE_LIMIT', 'WIDE_SPREAD',
        'SAME_DIRECTION_OPEN')),
    CONSTRAINT blocked_signals_confidence_range CHECK (confidence >= 0 AND confidence <= 1),
    CONSTRAINT blocked_signals_prices_finite CHECK (entry_price > 0 AND entry_price < 'Infinity'),
    CONSTRAINT blocked_signals_not_nan CHECK (
        limit_value <> 'NaN' AND actual_value <> 'NaN'
        AND operand0 <> 'NaN' AND operand1 <> 'NaN' AND operand2 <> 'NaN' AND operand3 <> 'NaN'),
    CONSTRAINT blocked_signals_operands_object CHECK (jsonb_typeof(operands) = 'object')
);
CREATE INDEX blocked_signals_event_time_idx ON blocked_signals (event_time);

COMMENT ON TABLE blocked_signals IS 'A rule fired and a limit stopped it. Source: record SignalBlocked.';
COMMENT ON COLUMN blocked_signals.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN blocked_signals.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN blocked_signals.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN blocked_signals.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN blocked_signals.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN blocked_signals.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN blocked_signals.action IS 'What the signal would have said: BUY or SELL.';
COMMENT ON COLUMN blocked_signals.reason IS 'The limit that stopped it.';
COMMENT ON COLUMN blocked_signals.limit_value IS 'The limit, in its own unit; NULL where it has no number.';
COMMENT ON COLUMN blocked_signals.actual_value IS 'What was found, in the unit of the limit; NULL where it has no number.';
COMMENT ON COLUMN blocked_signals.confidence IS 'Confidence that it would have had, 0 to 1; NULL where it was not computed.';
COMMENT ON COLUMN blocked_signals.entry_price IS 'Price at that time, in the quote asset.';
COMMENT ON COLUMN blocked_signals.rule_id IS 'Number of the rule in the journal.';
COMMENT ON COLUMN blocked_signals.rule IS 'Name of the rule from the configuration in force.';
COMMENT ON COLUMN blocked_signals.interval_ns IS 'Bar interval of the rule, ns.';
COMMENT ON COLUMN blocked_signals.timeframe IS 'Bar interval of the rule as text, such as 5m.';
COMMENT ON COLUMN blocked_signals.bar_open_time IS 'Start of the bar whose close fired the rule, cut to microseconds.';
COMMENT ON COLUMN blocked_signals.bar_open_time_ns IS 'Start of the bar whose close fired the rule, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN blocked_signals.operand0 IS 'First operand, bit for bit; its name is in rule_definitions. NULL for NaN.';
COMMENT ON COLUMN blocked_signals.operand1 IS 'Second operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN blocked_signals.operand2 IS 'Third operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN blocked_signals.operand3 IS 'Fourth operand, bit for bit. NULL for NaN.';
COMMENT ON COLUMN blocked_signals.operands IS 'The operands by name; NaN as null, infinities as text.';
