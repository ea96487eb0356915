-- Bars of 1 minute, 1 hour and 1 day from all trades up to a sequence. They are brought forward by the ticks that came
-- since, whatever their event time, so a late tick is in its bar like any other; and they outlive the ticks.

CREATE TABLE tick_bars (
    engine_id      integer     NOT NULL,
    instrument_id  integer     NOT NULL,
    interval_ns    bigint      NOT NULL,
    open_time_ns   bigint      NOT NULL,
    open           numeric     NOT NULL,
    high           numeric     NOT NULL,
    low            numeric     NOT NULL,
    close          numeric     NOT NULL,
    volume         numeric     NOT NULL,
    notional       numeric     NOT NULL,
    trade_count    bigint      NOT NULL,
    first_time_ns  bigint      NOT NULL,
    first_sequence bigint      NOT NULL,
    last_time_ns   bigint      NOT NULL,
    last_sequence  bigint      NOT NULL,
    CONSTRAINT tick_bars_pkey PRIMARY KEY (engine_id, instrument_id, interval_ns, open_time_ns),
    CONSTRAINT tick_bars_interval_known CHECK (interval_ns IN (60000000000, 3600000000000, 86400000000000)),
    CONSTRAINT tick_bars_aligned CHECK (open_time_ns % interval_ns = 0),
    CONSTRAINT tick_bars_consistent CHECK (
        low > 0 AND high >= open AND high >= close AND low <= open AND low <= close AND high < 'Infinity'
        AND volume >= 0 AND volume < 'Infinity' AND notional >= 0 AND notional < 'Infinity' AND trade_count > 0),
    CONSTRAINT tick_bars_within CHECK (
        first_time_ns >= open_time_ns AND last_time_ns < open_time_ns + interval_ns
        AND (first_time_ns, first_sequence) <= (last_time_ns, last_sequence))
) WITH (fillfactor = 80);

COMMENT ON TABLE tick_bars IS 'Bars of 1 minute, 1 hour and 1 day from trades up to tick_bar_positions. Source: refresh_tick_bars over ticks.';
COMMENT ON COLUMN tick_bars.engine_id IS 'Engine (shard) whose journal holds the trades.';
COMMENT ON COLUMN tick_bars.instrument_id IS 'Number of the instrument in that journal.';
COMMENT ON COLUMN tick_bars.interval_ns IS 'Length of the bar, ns.';
COMMENT ON COLUMN tick_bars.open_time_ns IS 'Start of the bar, ns since 1970-01-01 UTC; a multiple of interval_ns.';
COMMENT ON COLUMN tick_bars.open IS 'First price by event time and sequence, in the quote asset.';
COMMENT ON COLUMN tick_bars.high IS 'Highest price, in the quote asset.';
COMMENT ON COLUMN tick_bars.low IS 'Lowest price, in the quote asset.';
COMMENT ON COLUMN tick_bars.close IS 'Last price by event time and sequence, in the quote asset.';
COMMENT ON COLUMN tick_bars.volume IS 'Sum of quantities, in the base asset.';
COMMENT ON COLUMN tick_bars.notional IS 'Sum of price times quantity, in the quote asset.';
COMMENT ON COLUMN tick_bars.trade_count IS 'Number of trades.';
COMMENT ON COLUMN tick_bars.first_time_ns IS 'Event time of the first trade, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN tick_bars.first_sequence IS 'Journal sequence of the first trade.';
COMMENT ON COLUMN tick_bars.last_time_ns IS 'Event time of the last trade, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN tick_bars.last_sequence IS 'Journal sequence of the last trade.';

CREATE TABLE tick_bar_positions (
    engine_id    integer     NOT NULL,
    sequence     bigint      NOT NULL,
    refreshed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tick_bar_positions_pkey PRIMARY KEY (engine_id),
    CONSTRAINT tick_bar_positions_sequence_range CHECK (sequence >= 0)
);

COMMENT ON TABLE tick_bar_positions IS 'Up to which record the trades of an engine are in tick_bars. Source: refresh_tick_bars.';
COMMENT ON COLUMN tick_bar_positions.engine_id IS 'Engine (shard).';
COMMENT ON COLUMN tick_bar_positions.sequence IS 'Last journal sequence that is in the bars; 0 before the first.';
COMMENT ON COLUMN tick_bar_positions.refreshed_at IS 'Start of the transaction that brought it there, by the clock of the database.';

CREATE FUNCTION merge_tick_bars(engine integer, after_sequence bigint, up_to_sequence bigint) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    WITH minutes AS (
        SELECT t.instrument_id, t.event_time_ns - mod(mod(t.event_time_ns, 60000000000) + 60000000000, 60000000000) AS open_time_ns,
               (array_agg(t.price ORDER BY t.event_time_ns, t.sequence))[1] AS open, max(t.price) AS high, min(t.price) AS low,
               (array_agg(t.price ORDER BY t.event_time_ns, t.sequence))[count(*)] AS close,
               sum(t.quantity) AS volume, sum(t.price * t.quantity) AS notional, count(*) AS trade_count,
               (array_agg(t.event_time_ns ORDER BY t.event_time_ns, t.sequence))[1] AS first_time_ns,
               (array_agg(t.sequence ORDER BY t.event_time_ns, t.sequence))[1] AS first_sequence,
               (array_agg(t.event_time_ns ORDER BY t.event_time_ns, t.sequence))[count(*)] AS last_time_ns,
               (array_agg(t.sequence ORDER BY t.event_time_ns, t.sequence))[count(*)] AS last_sequence
        FROM ticks t
        WHERE t.engine_id = engine AND t.sequence > after_sequence AND t.sequence <= up_to_sequence AND t.kind = 'TRADE'
        GROUP BY 1, 2
    ), merged AS (
        INSERT INTO tick_bars AS b
        SELECT engine, m.instrument_id, s.interval_ns,
               m.open_time_ns - mod(mod(m.open_time_ns, s.interval_ns) + s.interval_ns, s.interval_ns),
               (array_agg(m.open ORDER BY m.open_time_ns))[1], max(m.high), min(m.low),
               (array_agg(m.close ORDER BY m.open_time_ns))[count(*)], sum(m.volume), sum(m.notional), sum(m.trade_count),
               (array_agg(m.first_time_ns ORDER BY m.open_time_ns))[1], (array_agg(m.first_sequence ORDER BY m.open_time_ns))[1],
               (array_agg(m.last_time_ns ORDER BY m.open_time_ns))[count(*)],
               (array_agg(m.last_sequence ORDER BY m.open_time_ns))[count(*)]
        FROM minutes m
        CROSS JOIN unnest(ARRAY[60000000000, 3600000000000, 86400000000000]) AS s (interval_ns)
        GROUP BY m.instrument_id, s.interval_ns, 4
        ORDER BY m.instrument_id, s.interval_ns, 4
        ON CONFLICT (engine_id, instrument_id, interval_ns, open_time_ns) DO UPDATE SET
            open = CASE WHEN (excluded.first_time_ns, excluded.first_sequence) < (b.first_time_ns, b.first_sequence)
                        THEN excluded.open ELSE b.open END,
            high = greatest(b.high, excluded.high),
            low = least(b.low, excluded.low),
            close = CASE WHEN (excluded.last_time_ns, excluded.last_sequence) > (b.last_time_ns, b.last_sequence)
                         THEN excluded.close ELSE b.close END,
            volume = b.volume + excluded.volume,
            notional = b.notional + excluded.notional,
            trade_count = b.trade_count + excluded.trade_count,
            first_time_ns = least(b.first_time_ns, excluded.first_time_ns),
            first_sequence = CASE WHEN (excluded.first_time_ns, excluded.first_sequence) < (b.first_time_ns, b.first_sequence)
                                  THEN excluded.first_sequence ELSE b.first_sequence END,
            last_time_ns = greatest(b.last_time_ns, excluded.last_time_ns),
            last_sequence = CASE WHEN (excluded.last_time_ns, excluded.last_sequence) > (b.last_time_ns, b.last_sequence)
                                 THEN excluded.last_sequence ELSE b.last_sequence END
        RETURNING 1)
    -- The bars are written whether or not anybody looks at what they return.
    SELECT coalesce(sum(trade_count), 0)::bigint FROM minutes
$$;

COMMENT ON FUNCTION merge_tick_bars IS 'Adds the trades of a range of sequences (after, up to) to tick_bars; each trade once only, so it is for refresh_tick_bars and add_late_record alone. Returns the number of trades.';

CREATE FUNCTION refresh_tick_bars(engine integer, max_sequences bigint DEFAULT 1000000) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    reachable bigint;
    trades bigint;
BEGIN
    -- What is at or below the archive position is committed: the statements after this one see all of it.
    SELECT p.sequence INTO reachable FROM archive_position p WHERE p.engine_id = engine;
    INSERT INTO tick_bar_positions (engine_id, sequence) SELECT engine, 0 WHERE reachable IS NOT NULL
    ON CONFLICT (engine_id) DO NOTHING;
    SELECT b.sequence INTO done FROM tick_bar_positions b WHERE b.engine_id = engine FOR UPDATE;
    IF done IS NULL OR reachable <= done THEN
        RETURN 0;
    END IF;
    reachable := least(reachable, done + greatest(max_sequences, 1));
    trades := merge_tick_bars(engine, done, reachable);
    UPDATE tick_bar_positions SET sequence = reachable, refreshed_at = now() WHERE engine_id = engine;
    RETURN trades;
END
$$;

COMMENT ON FUNCTION refresh_tick_bars IS 'Brings tick_bars of an engine forward by so many records of its archive at most; may be called at any time and by several at once. Returns the number of trades that came in.';

CREATE FUNCTION add_late_record(engine integer, record_sequence bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
BEGIN
    -- The lock keeps a refresh from passing the sequence before the row is committed.
    SELECT b.sequence INTO done FROM tick_bar_positions b WHERE b.engine_id = engine FOR UPDATE;
    IF done >= record_sequence THEN
        PERFORM merge_tick_bars(engine, record_sequence - 1, record_sequence);
    END IF;
END
$$;

COMMENT ON FUNCTION add_late_record IS 'To be called in the transaction that stores a record at or below the archive position, as the retry of a dead letter does.';

CREATE FUNCTION summarize_tick_ranges() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(brin_summarize_new_values(x.indexrelid)), 0)::bigint
    FROM tick_partitions p
    JOIN pg_index x ON x.indrelid = to_regclass(p.table_name)
    JOIN pg_class c ON c.oid = x.indexrelid
    JOIN pg_am m ON m.oid = c.relam
    WHERE m.amname = 'brin' AND p.closed_at IS NULL
$$;

COMMENT ON FUNCTION summarize_tick_ranges IS 'Brings the BRIN indexes of the open days up to date, where autovacuum is late: a range without a summary is read by every query. Returns the number of ranges.';

REVOKE EXECUTE ON FUNCTION refresh_tick_bars, add_late_record, summarize_tick_ranges FROM PUBLIC;
