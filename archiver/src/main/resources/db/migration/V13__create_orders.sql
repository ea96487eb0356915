-- Orders from the command to the position. The tables of the state in force (orders, positions) change in the transaction that
-- stores the record; their history is order_events and position_changes, and the state is always that of its newest row.

CREATE TABLE order_commands (
    engine_id       integer NOT NULL,
    sequence        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    receive_time_ns bigint NOT NULL,
    request         text NOT NULL,
    order_id        bigint,
    client_order_id bigint,
    signal_sequence bigint,
    signal_id       bigint GENERATED ALWAYS AS ((engine_id::bigint << 47) + signal_sequence) STORED,
    instrument_id   integer NOT NULL,
    symbol          text NOT NULL,
    order_type      text NOT NULL,
    side            text NOT NULL,
    time_in_force   text NOT NULL,
    quantity        numeric NOT NULL,
    price           numeric,
    stop_price      numeric,
    actor           text,
    CONSTRAINT order_commands_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT order_commands_id_unique UNIQUE (id, engine_id),
    CONSTRAINT order_commands_signal_fkey FOREIGN KEY (signal_id, engine_id) REFERENCES trading_signals (id, engine_id),
    CONSTRAINT order_commands_request_known CHECK (request IN ('NEW', 'CANCEL', 'REPLACE')),
    CONSTRAINT order_commands_order_named CHECK ((order_id IS NULL) = (request = 'NEW')),
    CONSTRAINT order_commands_quantity_range CHECK (quantity >= 0 AND quantity < 'Infinity'),
    CONSTRAINT order_commands_order_type_known CHECK (order_type IN ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT')),
    CONSTRAINT order_commands_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT order_commands_time_in_force_known CHECK (time_in_force IN ('GOOD_TILL_CANCELLED', 'DAY', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL')),
    CONSTRAINT order_commands_prices_range CHECK (
        (price IS NULL OR price > 0 AND price < 'Infinity')
        AND (stop_price IS NULL OR stop_price > 0 AND stop_price < 'Infinity'))
);
CREATE INDEX order_commands_order_idx ON order_commands (engine_id, order_id) WHERE order_id IS NOT NULL;

COMMENT ON TABLE order_commands IS 'What was asked for orders, whether it was done or not. Source: record OrderCommand.';
COMMENT ON COLUMN order_commands.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN order_commands.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN order_commands.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN order_commands.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN order_commands.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN order_commands.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN order_commands.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN order_commands.request IS 'NEW, CANCEL or REPLACE.';
COMMENT ON COLUMN order_commands.order_id IS 'CANCEL, REPLACE: number of the order; NULL for NEW.';
COMMENT ON COLUMN order_commands.client_order_id IS 'The sender''s own number; NULL where none.';
COMMENT ON COLUMN order_commands.signal_sequence IS 'Journal sequence of the signal that it follows; NULL where none.';
COMMENT ON COLUMN order_commands.signal_id IS 'Signal that it follows: trading_signals.id; NULL where none.';
COMMENT ON COLUMN order_commands.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN order_commands.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN order_commands.order_type IS 'MARKET, LIMIT, STOP or STOP_LIMIT.';
COMMENT ON COLUMN order_commands.side IS 'BUY or SELL.';
COMMENT ON COLUMN order_commands.time_in_force IS 'GOOD_TILL_CANCELLED, DAY, IMMEDIATE_OR_CANCEL or FILL_OR_KILL.';
COMMENT ON COLUMN order_commands.quantity IS 'Quantity wanted, in the base asset.';
COMMENT ON COLUMN order_commands.price IS 'Limit, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN order_commands.stop_price IS 'Price that sets it off, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN order_commands.actor IS 'Who asked; NULL where nobody is named.';

CREATE TABLE order_events (
    engine_id       integer NOT NULL,
    sequence        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    order_id        bigint NOT NULL,
    client_order_id bigint,
    signal_sequence bigint,
    signal_id       bigint GENERATED ALWAYS AS ((engine_id::bigint << 47) + signal_sequence) STORED,
    instrument_id   integer NOT NULL,
    symbol          text NOT NULL,
    order_type      text NOT NULL,
    side            text NOT NULL,
    time_in_force   text NOT NULL,
    quantity        numeric NOT NULL,
    price           numeric,
    stop_price      numeric,
    filled_quantity numeric NOT NULL,
    average_price   numeric,
    status          text NOT NULL,
    reason          text,
    CONSTRAINT order_events_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT order_events_id_unique UNIQUE (id, engine_id),
    CONSTRAINT order_events_signal_fkey FOREIGN KEY (signal_id, engine_id) REFERENCES trading_signals (id, engine_id),
    CONSTRAINT order_events_order_positive CHECK (order_id > 0),
    CONSTRAINT order_events_order_type_known CHECK (order_type IN ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT')),
    CONSTRAINT order_events_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT order_events_time_in_force_known CHECK (time_in_force IN ('GOOD_TILL_CANCELLED', 'DAY', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL')),
    CONSTRAINT order_events_quantity_range CHECK (quantity < 'Infinity' AND (quantity > 0 OR quantity = 0 AND status = 'REJECTED')),
    CONSTRAINT order_events_prices_range CHECK (
        (price IS NULL OR price > 0 AND price < 'Infinity')
        AND (stop_price IS NULL OR stop_price > 0 AND stop_price < 'Infinity')),
    CONSTRAINT order_events_prices_fit_type CHECK (
        status = 'REJECTED'
        OR (price IS NOT NULL) = (order_type IN ('LIMIT', 'STOP_LIMIT'))
           AND (stop_price IS NOT NULL) = (order_type IN ('STOP', 'STOP_LIMIT'))),
    CONSTRAINT order_events_status_known CHECK (status IN ('NEW', 'PARTIALLY_FILLED', 'FILLED', 'REPLACED', 'CANCELLED', 'REJECTED', 'EXPIRED')),
    CONSTRAINT order_events_reason_known CHECK (reason IN ('REQUESTED', 'RISK_LIMIT', 'UNKNOWN_ORDER', 'INVALID', 'TIME_IN_FORCE')),
    CONSTRAINT order_events_filled_range CHECK (filled_quantity >= 0 AND filled_quantity <= quantity),
    CONSTRAINT order_events_average_price_range CHECK (average_price IS NULL OR average_price > 0 AND average_price < 'Infinity'),
    CONSTRAINT order_events_average_price_whole CHECK ((average_price IS NULL) = (filled_quantity = 0)),
    CONSTRAINT order_events_status_fits_quantity CHECK (
        CASE status
            WHEN 'FILLED' THEN filled_quantity = quantity
            WHEN 'PARTIALLY_FILLED' THEN filled_quantity > 0 AND filled_quantity < quantity
            WHEN 'NEW' THEN filled_quantity = 0
            ELSE true
        END)
);
CREATE INDEX order_events_order_idx ON order_events (engine_id, order_id, sequence DESC);
CREATE INDEX order_events_signal_idx ON order_events (signal_id, engine_id) WHERE signal_id IS NOT NULL;

COMMENT ON TABLE order_events IS 'Each change of each order. Source: record OrderEvent.';
COMMENT ON COLUMN order_events.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN order_events.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN order_events.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN order_events.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN order_events.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN order_events.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN order_events.order_id IS 'Number of the order in the journal.';
COMMENT ON COLUMN order_events.client_order_id IS 'The sender''s own number; NULL where none.';
COMMENT ON COLUMN order_events.signal_sequence IS 'Journal sequence of the signal that it follows; NULL where none.';
COMMENT ON COLUMN order_events.signal_id IS 'Signal that it follows: trading_signals.id; NULL where none.';
COMMENT ON COLUMN order_events.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN order_events.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN order_events.order_type IS 'MARKET, LIMIT, STOP or STOP_LIMIT.';
COMMENT ON COLUMN order_events.side IS 'BUY or SELL.';
COMMENT ON COLUMN order_events.time_in_force IS 'GOOD_TILL_CANCELLED, DAY, IMMEDIATE_OR_CANCEL or FILL_OR_KILL.';
COMMENT ON COLUMN order_events.quantity IS 'Quantity wanted, in the base asset.';
COMMENT ON COLUMN order_events.price IS 'Limit, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN order_events.stop_price IS 'Price that sets it off, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN order_events.filled_quantity IS 'Quantity done so far, in the base asset.';
COMMENT ON COLUMN order_events.average_price IS 'Average price of what is done, in the quote asset; NULL while nothing is.';
COMMENT ON COLUMN order_events.status IS 'NEW, PARTIALLY_FILLED, FILLED, REPLACED, CANCELLED, REJECTED or EXPIRED.';
COMMENT ON COLUMN order_events.reason IS 'REQUESTED, RISK_LIMIT, UNKNOWN_ORDER, INVALID or TIME_IN_FORCE; NULL where there is none.';

CREATE TABLE orders (
    engine_id       integer NOT NULL,
    order_id        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + order_id) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    sequence        bigint NOT NULL,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    client_order_id bigint,
    signal_sequence bigint,
    signal_id       bigint GENERATED ALWAYS AS ((engine_id::bigint << 47) + signal_sequence) STORED,
    instrument_id   integer NOT NULL,
    symbol          text NOT NULL,
    order_type      text NOT NULL,
    side            text NOT NULL,
    time_in_force   text NOT NULL,
    quantity        numeric NOT NULL,
    price           numeric,
    stop_price      numeric,
    filled_quantity numeric NOT NULL,
    average_price   numeric,
    status          text NOT NULL,
    reason          text,
    CONSTRAINT orders_pkey PRIMARY KEY (engine_id, order_id),
    CONSTRAINT orders_id_unique UNIQUE (id, engine_id),
    CONSTRAINT orders_signal_fkey FOREIGN KEY (signal_id, engine_id) REFERENCES trading_signals (id, engine_id),
    CONSTRAINT orders_event_fkey FOREIGN KEY (engine_id, sequence) REFERENCES order_events (engine_id, sequence),
    CONSTRAINT orders_order_type_known CHECK (order_type IN ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT')),
    CONSTRAINT orders_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT orders_time_in_force_known CHECK (time_in_force IN ('GOOD_TILL_CANCELLED', 'DAY', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL')),
    CONSTRAINT orders_quantity_range CHECK (quantity < 'Infinity' AND (quantity > 0 OR quantity = 0 AND status = 'REJECTED')),
    CONSTRAINT orders_prices_range CHECK (
        (price IS NULL OR price > 0 AND price < 'Infinity')
        AND (stop_price IS NULL OR stop_price > 0 AND stop_price < 'Infinity')),
    CONSTRAINT orders_prices_fit_type CHECK (
        status = 'REJECTED'
        OR (price IS NOT NULL) = (order_type IN ('LIMIT', 'STOP_LIMIT'))
           AND (stop_price IS NOT NULL) = (order_type IN ('STOP', 'STOP_LIMIT'))),
    CONSTRAINT orders_status_known CHECK (status IN ('NEW', 'PARTIALLY_FILLED', 'FILLED', 'REPLACED', 'CANCELLED', 'REJECTED', 'EXPIRED')),
    CONSTRAINT orders_reason_known CHECK (reason IN ('REQUESTED', 'RISK_LIMIT', 'UNKNOWN_ORDER', 'INVALID', 'TIME_IN_FORCE')),
    CONSTRAINT orders_filled_range CHECK (filled_quantity >= 0 AND filled_quantity <= quantity),
    CONSTRAINT orders_average_price_range CHECK (average_price IS NULL OR average_price > 0 AND average_price < 'Infinity'),
    CONSTRAINT orders_average_price_whole CHECK ((average_price IS NULL) = (filled_quantity = 0)),
    CONSTRAINT orders_status_fits_quantity CHECK (
        CASE status
            WHEN 'FILLED' THEN filled_quantity = quantity
            WHEN 'PARTIALLY_FILLED' THEN filled_quantity > 0 AND filled_quantity < quantity
            WHEN 'NEW' THEN filled_quantity = 0
            ELSE true
        END)
);
CREATE INDEX orders_signal_idx ON orders (signal_id, engine_id) WHERE signal_id IS NOT NULL;

COMMENT ON TABLE orders IS 'Orders, each in its newest state. Source: record OrderEvent, through order_events.';
COMMENT ON COLUMN orders.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN orders.order_id IS 'Number of the order in the journal; unique within an engine.';
COMMENT ON COLUMN orders.id IS 'Identity of the row: (engine_id << 47) + order_id: the same on each replay.';
COMMENT ON COLUMN orders.timestamp IS 'Event time of the newest change, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN orders.sequence IS 'Journal sequence of the newest change, in order_events.';
COMMENT ON COLUMN orders.event_time IS 'Event time of the newest change, cut to microseconds.';
COMMENT ON COLUMN orders.event_time_ns IS 'Event time of the newest change, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN orders.client_order_id IS 'The sender''s own number; NULL where none.';
COMMENT ON COLUMN orders.signal_sequence IS 'Journal sequence of the signal that it follows; NULL where none.';
COMMENT ON COLUMN orders.signal_id IS 'Signal that it follows: trading_signals.id; NULL where none.';
COMMENT ON COLUMN orders.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN orders.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN orders.order_type IS 'MARKET, LIMIT, STOP or STOP_LIMIT.';
COMMENT ON COLUMN orders.side IS 'BUY or SELL.';
COMMENT ON COLUMN orders.time_in_force IS 'GOOD_TILL_CANCELLED, DAY, IMMEDIATE_OR_CANCEL or FILL_OR_KILL.';
COMMENT ON COLUMN orders.quantity IS 'Quantity wanted, in the base asset.';
COMMENT ON COLUMN orders.price IS 'Limit, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN orders.stop_price IS 'Price that sets it off, in the quote asset; NULL where the type has none.';
COMMENT ON COLUMN orders.filled_quantity IS 'Quantity done so far, in the base asset.';
COMMENT ON COLUMN orders.average_price IS 'Average price of what is done, in the quote asset; NULL while nothing is.';
COMMENT ON COLUMN orders.status IS 'NEW, PARTIALLY_FILLED, FILLED, REPLACED, CANCELLED, REJECTED or EXPIRED.';
COMMENT ON COLUMN orders.reason IS 'REQUESTED, RISK_LIMIT, UNKNOWN_ORDER, INVALID or TIME_IN_FORCE; NULL where there is none.';

CREATE TABLE fills (
    engine_id      integer NOT NULL,
    sequence       bigint NOT NULL,
    id             bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp      timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time     timestamptz NOT NULL,
    event_time_ns  bigint NOT NULL,
    order_id       bigint NOT NULL,
    trade_sequence bigint,
    instrument_id  integer NOT NULL,
    symbol         text NOT NULL,
    side           text NOT NULL,
    liquidity      text NOT NULL,
    price          numeric NOT NULL,
    quantity       numeric NOT NULL,
    fee            numeric NOT NULL,
    CONSTRAINT fills_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT fills_id_unique UNIQUE (id, engine_id),
    CONSTRAINT fills_order_fkey FOREIGN KEY (engine_id, order_id) REFERENCES orders (engine_id, order_id),
    CONSTRAINT fills_side_known CHECK (side IN ('BUY', 'SELL')),
    CONSTRAINT fills_liquidity_known CHECK (liquidity IN ('UNKNOWN', 'MAKER', 'TAKER')),
    CONSTRAINT fills_prices_range CHECK (price > 0 AND price < 'Infinity' AND quantity > 0 AND quantity < 'Infinity'),
    CONSTRAINT fills_fee_finite CHECK (fee > '-Infinity' AND fee < 'Infinity')
);
CREATE INDEX fills_order_idx ON fills (engine_id, order_id, sequence);

COMMENT ON TABLE fills IS 'Parts of orders that were done. Source: record Fill.';
COMMENT ON COLUMN fills.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN fills.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN fills.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN fills.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN fills.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN fills.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN fills.order_id IS 'Number of the order in the journal.';
COMMENT ON COLUMN fills.trade_sequence IS 'Journal sequence of the market record that it was matched with; NULL where none.';
COMMENT ON COLUMN fills.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN fills.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN fills.side IS 'BUY or SELL.';
COMMENT ON COLUMN fills.liquidity IS 'MAKER, TAKER or UNKNOWN.';
COMMENT ON COLUMN fills.price IS 'Price, in the quote asset.';
COMMENT ON COLUMN fills.quantity IS 'Quantity, in the base asset.';
COMMENT ON COLUMN fills.fee IS 'Fee, in the quote asset; negative for a rebate.';

CREATE TABLE position_changes (
    engine_id       integer NOT NULL,
    sequence        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    fill_sequence   bigint,
    instrument_id   integer NOT NULL,
    symbol          text NOT NULL,
    quantity        numeric NOT NULL,
    average_price   numeric,
    realized_profit numeric NOT NULL,
    CONSTRAINT position_changes_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT position_changes_id_unique UNIQUE (id, engine_id),
    CONSTRAINT position_changes_fill_fkey FOREIGN KEY (engine_id, fill_sequence) REFERENCES fills (engine_id, sequence),
    CONSTRAINT position_changes_quantity_finite CHECK (quantity > '-Infinity' AND quantity < 'Infinity'),
    CONSTRAINT position_changes_average_price_range CHECK (average_price IS NULL OR average_price > 0 AND average_price < 'Infinity'),
    CONSTRAINT position_changes_average_price_whole CHECK ((average_price IS NULL) = (quantity = 0)),
    CONSTRAINT position_changes_realized_profit_finite CHECK (realized_profit > '-Infinity' AND realized_profit < 'Infinity')
);
CREATE INDEX position_changes_instrument_idx ON position_changes (engine_id, instrument_id, sequence DESC);

COMMENT ON TABLE position_changes IS 'Each change of each position. Source: record PositionChanged.';
COMMENT ON COLUMN position_changes.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN position_changes.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN position_changes.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN position_changes.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN position_changes.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN position_changes.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN position_changes.fill_sequence IS 'Journal sequence of the fill that changed it; NULL where none did.';
COMMENT ON COLUMN position_changes.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN position_changes.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN position_changes.quantity IS 'What is held, in the base asset; negative when short.';
COMMENT ON COLUMN position_changes.average_price IS 'Average price of what is held, in the quote asset; NULL when flat.';
COMMENT ON COLUMN position_changes.realized_profit IS 'Profit realized since the journal began, or loss when negative, in the quote asset.';

CREATE TABLE positions (
    engine_id       integer NOT NULL,
    instrument_id   integer NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + instrument_id) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    sequence        bigint NOT NULL,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    fill_sequence   bigint,
    symbol          text NOT NULL,
    quantity        numeric NOT NULL,
    average_price   numeric,
    realized_profit numeric NOT NULL,
    CONSTRAINT positions_pkey PRIMARY KEY (engine_id, instrument_id),
    CONSTRAINT positions_id_unique UNIQUE (id, engine_id),
    CONSTRAINT positions_change_fkey FOREIGN KEY (engine_id, sequence) REFERENCES position_changes (engine_id, sequence),
    CONSTRAINT positions_quantity_finite CHECK (quantity > '-Infinity' AND quantity < 'Infinity'),
    CONSTRAINT positions_average_price_range CHECK (average_price IS NULL OR average_price > 0 AND average_price < 'Infinity'),
    CONSTRAINT positions_average_price_whole CHECK ((average_price IS NULL) = (quantity = 0)),
    CONSTRAINT positions_realized_profit_finite CHECK (realized_profit > '-Infinity' AND realized_profit < 'Infinity')
);

COMMENT ON TABLE positions IS 'Positions, each in its newest state. Source: record PositionChanged, through position_changes.';
COMMENT ON COLUMN positions.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN positions.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN positions.id IS 'Identity of the row: (engine_id << 47) + instrument_id: the same on each replay.';
COMMENT ON COLUMN positions.timestamp IS 'Event time of the newest change, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN positions.sequence IS 'Journal sequence of the newest change, in position_changes.';
COMMENT ON COLUMN positions.event_time IS 'Event time of the newest change, cut to microseconds.';
COMMENT ON COLUMN positions.event_time_ns IS 'Event time of the newest change, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN positions.fill_sequence IS 'Journal sequence of the fill that changed it; NULL where none did.';
COMMENT ON COLUMN positions.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN positions.quantity IS 'What is held, in the base asset; negative when short.';
COMMENT ON COLUMN positions.average_price IS 'Average price of what is held, in the quote asset; NULL when flat.';
COMMENT ON COLUMN positions.realized_profit IS 'Profit realized since the journal began, or loss when negative, in the quote asset.';
