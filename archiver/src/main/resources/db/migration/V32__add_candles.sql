-- Candles of any length from ticks, from the bars of ticks, or from the bars in prices.

CREATE FUNCTION timeframe_text(interval_ns bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN mod(interval_ns, 86400000000000) = 0 THEN interval_ns / 86400000000000 || 'd'
    WHEN mod(interval_ns, 3600000000000) = 0 THEN interval_ns / 3600000000000 || 'h'
    WHEN mod(interval_ns, 60000000000) = 0 THEN interval_ns / 60000000000 || 'm'
    WHEN mod(interval_ns, 1000000000) = 0 THEN interval_ns / 1000000000 || 's'
    WHEN mod(interval_ns, 1000000) = 0 THEN interval_ns / 1000000 || 'ms'
    WHEN mod(interval_ns, 1000) = 0 THEN interval_ns / 1000 || 'us'
    ELSE interval_ns || 'ns'
END;

COMMENT ON FUNCTION timeframe_text IS 'Length of a bar as the tables spell it: the largest unit that divides it, such as 1m.';

CREATE FUNCTION candle_request(
    symbol text, candle_interval interval, from_time timestamptz, to_time timestamptz, source text, engine integer,
    venue text, aligned_to timestamptz,
    OUT engine_id integer, OUT instrument_id integer, OUT interval_ns bigint, OUT offset_ns bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    found text;
    count integer;
BEGIN
    IF num_nulls(symbol, candle_interval, from_time, to_time, source, aligned_to) > 0 THEN
        RAISE EXCEPTION 'candles need symbol, interval, from and to' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    IF extract(year FROM candle_interval) <> 0 OR extract(month FROM candle_interval) <> 0 THEN
        RAISE EXCEPTION 'candle interval %: months have no fixed length, use days', candle_interval
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF candle_interval <= interval '0' OR candle_interval > interval '3660 days' THEN
        RAISE EXCEPTION 'candle interval %: must be between 1 microsecond and 3660 days', candle_interval
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF NOT isfinite(from_time) OR NOT isfinite(to_time) OR NOT isfinite(aligned_to) OR from_time >= to_time THEN
        RAISE EXCEPTION 'candles from % to %: from must be before to, both finite', from_time, to_time
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF source NOT IN ('auto', 'ticks', 'prices') THEN
        RAISE EXCEPTION 'candle source "%": must be auto, ticks or prices', source USING ERRCODE = 'invalid_parameter_value';
    END IF;
    interval_ns := (extract(epoch FROM candle_interval) * 1000000000)::bigint;
    offset_ns := mod((extract(epoch FROM aligned_to) * 1000000000)::bigint, interval_ns);
    IF extract(epoch FROM to_time - from_time) * 1000000000 / interval_ns > 1000000 THEN
        RAISE EXCEPTION 'candles from % to % every %: more than 1,000,000, ask for less at a time',
            from_time, to_time, candle_interval USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT count(*), min(i.engine_id), min(i.instrument_id),
           string_agg(format('engine %s venue "%s"', i.engine_id, i.venue), ', ' ORDER BY i.engine_id, i.venue)
    INTO count, engine_id, instrument_id, found
    FROM instruments i
    WHERE i.symbol = candle_request.symbol
      AND (engine IS NULL OR i.engine_id = engine)
      AND (candle_request.venue IS NULL OR i.venue = candle_request.venue);
    IF count = 0 THEN
        RAISE EXCEPTION 'no instrument "%"%', symbol, concat(' in engine ' || engine, ' of venue ' || venue)
            USING ERRCODE = 'no_data_found';
    ELSIF count > 1 THEN
        RAISE EXCEPTION 'instrument "%" is there % times (%): name engine or venue', symbol, count, found
            USING ERRCODE = 'cardinality_violation';
    END IF;
END
$$;

COMMENT ON FUNCTION candle_request IS 'Checks the arguments of candles and finds the one instrument that they name.';

CREATE FUNCTION cover_range(sizes_ns bigint[], from_ns bigint, to_ns bigint, OUT bar_ns bigint, OUT start_ns bigint, OUT end_ns bigint)
RETURNS SETOF record
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    first_ns bigint;
    last_ns bigint;
BEGIN
    IF from_ns >= to_ns THEN
        RETURN;
    END IF;
    IF cardinality(sizes_ns) = 0 THEN
        bar_ns := 0;
        start_ns := from_ns;
        end_ns := to_ns;
        RETURN NEXT;
        RETURN;
    END IF;
    bar_ns := sizes_ns[1];
    first_ns := -bar_ns * floor(-from_ns::numeric / bar_ns)::bigint;
    last_ns := bar_ns * floor(to_ns::numeric / bar_ns)::bigint;
    IF first_ns >= last_ns THEN
        RETURN QUERY SELECT * FROM cover_range(sizes_ns[2:], from_ns, to_ns);
        RETURN;
    END IF;
    start_ns := first_ns;
    end_ns := last_ns;
    RETURN NEXT;
    RETURN QUERY SELECT * FROM cover_range(sizes_ns[2:], from_ns, first_ns);
    RETURN QUERY SELECT * FROM cover_range(sizes_ns[2:], last_ns, to_ns);
END
$$;

COMMENT ON FUNCTION cover_range IS 'Covers a time range by aligned bars, the largest of the given sizes (descending) in the middle, smaller ones at the edges; what no bar fits in comes with bar_ns 0.';

CREATE FUNCTION tick_tail(
    engine integer, instrument integer, after_sequence bigint, from_time timestamptz, to_time timestamptz,
    OUT first_time timestamptz, OUT last_time timestamptz)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
    -- Executed with its arguments, so that days outside the range are no part of the plan. Only the BRIN index knows at once
    -- that a day has no such sequence. The sums keep the planner from the B-tree of a closed day, which would have it look
    -- at every tick of the instrument.
    EXECUTE 'SELECT min(t.event_time), max(t.event_time) FROM ticks t WHERE t.event_time >= $1 AND t.event_time < $2'
        ' AND t.sequence > $3 AND t.kind = ''TRADE'' AND t.engine_id + 0 = $4 AND t.instrument_id + 0 = $5'
        INTO first_time, last_time USING from_time, to_time, after_sequence, engine, instrument;
END
$$;

COMMENT ON FUNCTION tick_tail IS 'Event times between which the trades of an instrument after a sequence are, within a range of time; NULL where there are none.';

CREATE FUNCTION candle_segments(
    engine integer, instrument integer, instrument_symbol text, interval_ns bigint, offset_ns bigint,
    from_time timestamptz, to_time timestamptz, source text,
    OUT origin text, OUT bar_ns bigint, OUT start_ns bigint, OUT end_ns bigint, OUT start_time timestamptz,
    OUT end_time timestamptz, OUT after_sequence bigint)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 6 AS $$
DECLARE
    from_ns bigint := (extract(epoch FROM from_time) * 1000000000)::bigint;
    to_ns bigint := (extract(epoch FROM to_time) * 1000000000)::bigint;
    day_ns constant bigint := 86400000000000;
    split_ns bigint;
    refreshed bigint;
    sizes bigint[];
    segment record;
BEGIN
    SELECT p.sequence INTO refreshed FROM tick_bar_positions p WHERE p.engine_id = engine;
    refreshed := coalesce(refreshed, 0);

    -- From split_ns on ticks count, before it the bars in prices.
    split_ns := CASE source WHEN 'ticks' THEN from_ns WHEN 'prices' THEN to_ns END;
    IF split_ns IS NULL THEN
        SELECT min(b.open_time_ns) INTO split_ns
        FROM tick_bars b
        WHERE b.engine_id = engine AND b.instrument_id = instrument AND b.interval_ns = day_ns;
        IF split_ns IS NULL THEN
            SELECT min(t.event_time_ns) INTO split_ns
            FROM ticks t
            WHERE t.engine_id = engine AND t.instrument_id = instrument AND t.sequence > refreshed AND t.kind = 'TRADE';
            split_ns := day_ns * floor(split_ns::numeric / day_ns)::bigint;
        END IF;
        split_ns := least(greatest(coalesce(split_ns, to_ns), from_ns), to_ns);
    END IF;

    IF split_ns > from_ns THEN
        WITH RECURSIVE stored AS (
            (SELECT p.timeframe, p.interval_ns
             FROM prices p
             WHERE p.symbol = instrument_symbol AND p.engine_id = engine AND p.instrument_id = instrument
             ORDER BY p.timeframe LIMIT 1)
            UNION ALL
            SELECT n.timeframe, n.interval_ns
            FROM stored s
            CROSS JOIN LATERAL (
                SELECT p.timeframe, p.interval_ns
                FROM prices p
                WHERE p.symbol = instrument_symbol AND p.engine_id = engine AND p.instrument_id = instrument
                  AND p.timeframe > s.timeframe
                ORDER BY p.timeframe LIMIT 1) n
        )
        SELECT array_agg(s.interval_ns ORDER BY s.interval_ns DESC) INTO sizes
        FROM stored s
        WHERE mod(candle_segments.interval_ns, s.interval_ns) = 0 AND mod(offset_ns, s.interval_ns) = 0;
        FOR segment IN SELECT * FROM cover_range(coalesce(sizes, '{}'), from_ns, split_ns) LOOP
            origin := CASE WHEN segment.bar_ns = 0 THEN 'ticks' ELSE 'prices' END;
            bar_ns := segment.bar_ns;
            start_ns := segment.start_ns;
            end_ns := segment.end_ns;
            start_time := timestamptz 'epoch' + start_ns / 1000 * interval '1 microsecond';
            end_time := timestamptz 'epoch' + end_ns / 1000 * interval '1 microsecond';
            after_sequence := 0;
            RETURN NEXT;
        END LOOP;
    END IF;

    IF split_ns < to_ns THEN
        SELECT array_agg(s.size_ns ORDER BY s.size_ns DESC) INTO sizes
        FROM unnest(ARRAY[60000000000, 3600000000000, 86400000000000]) AS s (size_ns)
        WHERE mod(interval_ns, s.size_ns) = 0 AND mod(offset_ns, s.size_ns) = 0 AND refreshed > 0;
        FOR segment IN SELECT * FROM cover_range(coalesce(sizes, '{}'), split_ns, to_ns) LOOP
            origin := CASE WHEN segment.bar_ns = 0 THEN 'ticks' ELSE 'tick_bars' END;
            bar_ns := segment.bar_ns;
            start_ns := segment.start_ns;
            end_ns := segment.end_ns;
            start_time := timestamptz 'epoch' + start_ns / 1000 * interval '1 microsecond';
            end_time := timestamptz 'epoch' + end_ns / 1000 * interval '1 microsecond';
            after_sequence := 0;
            RETURN NEXT;
            IF segment.bar_ns > 0 THEN
                SELECT t.first_time, t.last_time + interval '1 microsecond' INTO start_time, end_time
                FROM tick_tail(engine, instrument, refreshed, start_time, end_time) t;
                IF start_time IS NOT NULL THEN
                    -- Ticks that are not in those bars yet.
                    origin := 'ticks';
                    bar_ns := 0;
                    after_sequence := refreshed;
                    RETURN NEXT;
                END IF;
            END IF;
        END LOOP;
    END IF;
END
$$;

COMMENT ON FUNCTION candle_segments IS 'What candles reads: stretches of time, each with the table and the bar length that it is read from; ticks of a stretch count from after_sequence on.';

CREATE FUNCTION candles(
    symbol text, candle_interval interval, from_time timestamptz, to_time timestamptz, source text DEFAULT 'auto',
    engine integer DEFAULT NULL, venue text DEFAULT NULL, aligned_to timestamptz DEFAULT '1970-01-01 00:00:00+00')
RETURNS TABLE (
    open_time timestamptz, open_time_ns bigint, open numeric, high numeric, low numeric, close numeric, volume numeric,
    vwap numeric, trade_count bigint)
LANGUAGE sql STABLE ROWS 1000 AS $$
    SELECT timestamptz 'epoch' + p.bucket_ns / 1000 * interval '1 microsecond', p.bucket_ns,
           (array_agg(p.open ORDER BY p.first_time_ns, p.first_sequence))[1], max(p.high), min(p.low),
           (array_agg(p.close ORDER BY p.last_time_ns DESC, p.last_sequence DESC))[1], sum(p.volume),
           CASE WHEN count(p.notional) = count(*) THEN sum(p.notional) / nullif(sum(p.volume), 0) END,
           CASE WHEN count(p.trade_count) = count(*) THEN sum(p.trade_count)::bigint END
    FROM candle_request(symbol, candle_interval, from_time, to_time, source, engine, venue, aligned_to) r
    CROSS JOIN LATERAL candle_segments(
        r.engine_id, r.instrument_id, symbol, r.interval_ns, r.offset_ns, from_time, to_time, source) s
    CROSS JOIN LATERAL (
        SELECT b.open_time_ns - mod(mod(b.open_time_ns - r.offset_ns, r.interval_ns) + r.interval_ns, r.interval_ns) AS bucket_ns,
               b.open, b.high, b.low, b.close, b.volume, b.notional, b.trade_count, b.first_time_ns, b.first_sequence,
               b.last_time_ns, b.last_sequence
        FROM tick_bars b
        WHERE s.origin = 'tick_bars' AND b.engine_id = r.engine_id AND b.instrument_id = r.instrument_id
          AND b.interval_ns = s.bar_ns AND b.open_time_ns >= s.start_ns AND b.open_time_ns < s.end_ns
        UNION ALL
        (SELECT DISTINCT ON (c.open_time_ns)
                c.open_time_ns - mod(mod(c.open_time_ns - r.offset_ns, r.interval_ns) + r.interval_ns, r.interval_ns),
                c.open, c.high, c.low, c.close, c.volume, NULL::numeric, c.trade_count, c.open_time_ns, c.sequence,
                c.open_time_ns, c.sequence
         FROM prices c
         WHERE s.origin = 'prices' AND c.symbol = candles.symbol AND c.engine_id = r.engine_id
           AND c.instrument_id = r.instrument_id AND c.interval_ns = s.bar_ns AND c.timeframe = timeframe_text(s.bar_ns)
           AND c.open_time >= s.start_time AND c.open_time < s.end_time
         -- A bar that the engine built goes before the venue's own; of two the later one.
         ORDER BY c.open_time_ns, c.source = 'TRADES' DESC, c.sequence DESC)
        UNION ALL
        SELECT t.event_time_ns - mod(mod(t.event_time_ns - r.offset_ns, r.interval_ns) + r.interval_ns, r.interval_ns),
               (array_agg(t.price ORDER BY t.event_time_ns, t.sequence))[1], max(t.price), min(t.price),
               (array_agg(t.price ORDER BY t.event_time_ns, t.sequence))[count(*)], sum(t.quantity), sum(t.price * t.quantity),
               count(*), (array_agg(t.event_time_ns ORDER BY t.event_time_ns, t.sequence))[1],
               (array_agg(t.sequence ORDER BY t.event_time_ns, t.sequence))[1],
               (array_agg(t.event_time_ns ORDER BY t.event_time_ns, t.sequence))[count(*)],
               (array_agg(t.sequence ORDER BY t.event_time_ns, t.sequence))[count(*)]
        FROM ticks t
        WHERE s.origin = 'ticks' AND t.engine_id = r.engine_id AND t.instrument_id = r.instrument_id AND t.kind = 'TRADE'
          AND t.event_time >= s.start_time AND t.event_time < s.end_time AND t.sequence > s.after_sequence
          -- Said with the arguments too, so that the planner leaves other days out at once.
          AND t.event_time >= from_time AND t.event_time < to_time
        GROUP BY 1
    ) p
    GROUP BY p.bucket_ns
    ORDER BY p.bucket_ns
$$;

COMMENT ON FUNCTION candles IS 'Candles of a symbol in [from, to) at any fixed interval, aligned to 1970-01-01 UTC or another moment; a first or last one that the range cuts holds only what is inside. Open and close by event time (ns), then sequence. Source ticks: trades, by way of tick_bars where those fit. Source prices: the largest stored bars that fit, edges by smaller bars or ticks; vwap is NULL where such a bar is in it. Source auto: ticks from the UTC day of the first tick on, prices before. A candle without trades is no row.';
