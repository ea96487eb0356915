-- Trades and quotes. One partition per UTC day of event time, made by the archiver before it is needed. No primary key:
-- it costs more than half of the write rate; (engine_id, sequence) is unique by the way the archiver commits, and
-- `millrace verify --database` checks that it is. BRIN is enough because rows come in the order of time and sequence.

CREATE TABLE ticks (
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint      NOT NULL,
    receive_time_ns bigint      NOT NULL,
    sequence        bigint      NOT NULL,
    feed_position   bigint      NOT NULL,
    venue_id        bigint,
    conditions      bigint,
    engine_id       integer     NOT NULL,
    instrument_id   integer     NOT NULL,
    feed_id         integer     NOT NULL,
    suspicious      boolean,
    kind            text        NOT NULL,
    aggressor       text,
    venue_code      text,
    price           numeric,
    quantity        numeric,
    bid_price       numeric,
    bid_quantity    numeric,
    ask_price       numeric,
    ask_quantity    numeric,
    CONSTRAINT ticks_shape CHECK (
        CASE kind
            WHEN 'TRADE' THEN
                price > 0 AND price < 'Infinity'
                AND quantity >= 0 AND quantity < 'Infinity'
                AND aggressor IN ('BUYER', 'SELLER', 'UNKNOWN')
                AND suspicious IS NOT NULL
                AND num_nonnulls(bid_price, bid_quantity, ask_price, ask_quantity) = 0
            WHEN 'QUOTE' THEN
                num_nonnulls(price, quantity, aggressor, suspicious) = 0
                AND (bid_price IS NULL AND bid_quantity IS NULL
                     OR bid_price > 0 AND bid_price < 'Infinity' AND bid_quantity > 0 AND bid_quantity < 'Infinity')
                AND (ask_price IS NULL AND ask_quantity IS NULL
                     OR ask_price > 0 AND ask_price < 'Infinity' AND ask_quantity > 0 AND ask_quantity < 'Infinity')
            ELSE false
        END IS TRUE)
) PARTITION BY RANGE (event_time);

CREATE INDEX ticks_time_sequence_idx ON ticks
    USING brin (event_time, sequence) WITH (pages_per_range = 32, autosummarize = on);

COMMENT ON TABLE ticks IS 'Trades and quotes, each exactly once. Source: records Trade and Quote.';
COMMENT ON COLUMN ticks.event_time IS 'Event time of the venue, cut to microseconds; the partition key.';
COMMENT ON COLUMN ticks.event_time_ns IS 'Event time of the venue, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN ticks.receive_time_ns IS 'Time at which the engine took the tick in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN ticks.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN ticks.feed_position IS 'Position in the feed; grows.';
COMMENT ON COLUMN ticks.venue_id IS 'Trade id or quote update id of the venue; NULL where it gives none.';
COMMENT ON COLUMN ticks.conditions IS 'Condition bits as the venue gives them; NULL where none.';
COMMENT ON COLUMN ticks.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN ticks.instrument_id IS 'Number of the instrument; names are in instruments.';
COMMENT ON COLUMN ticks.feed_id IS 'Number of the feed in the journal; see feed_events, state STARTED.';
COMMENT ON COLUMN ticks.suspicious IS 'True where the venue itself marks the trade as suspicious; NULL for quotes.';
COMMENT ON COLUMN ticks.kind IS 'TRADE or QUOTE.';
COMMENT ON COLUMN ticks.aggressor IS 'Side that took liquidity: BUYER, SELLER or UNKNOWN; NULL for quotes.';
COMMENT ON COLUMN ticks.venue_code IS 'Reporting exchange, up to four characters; NULL where none.';
COMMENT ON COLUMN ticks.price IS 'Price of the trade, in the quote asset; NULL for quotes.';
COMMENT ON COLUMN ticks.quantity IS 'Quantity of the trade, in the base asset; NULL for quotes.';
COMMENT ON COLUMN ticks.bid_price IS 'Best bid, in the quote asset; NULL for trades and where there is no bid.';
COMMENT ON COLUMN ticks.bid_quantity IS 'Quantity at the best bid; NULL for trades and where there is no bid.';
COMMENT ON COLUMN ticks.ask_price IS 'Best offer, in the quote asset; NULL for trades and where there is no offer.';
COMMENT ON COLUMN ticks.ask_quantity IS 'Quantity at the best offer; NULL for trades and where there is no offer.';
