-- Rows that applications make, beside those of the engines, in the same tables: a signal of a person or a model, an outcome, an
-- order that a broker has done, bars and articles that no engine has seen. They stand under engine 0, a number that no engine can have
-- (engine.engine-id is 1 to 65535), so that nothing that came from a journal is touched and every view shows both. The
-- service role may write these columns only, without engine_id and sequence: so it cannot write into an engine's history.

CREATE SEQUENCE application_sequence;
COMMENT ON SEQUENCE application_sequence IS 'Numbers of the rows of engine 0, which applications make; one run of numbers for all tables, with gaps.';

ALTER TABLE prices
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE articles
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE sentiment_scores
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE events
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE trading_signals
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE signal_outcomes
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');
ALTER TABLE order_events
    ALTER COLUMN engine_id SET DEFAULT 0, ALTER COLUMN sequence SET DEFAULT nextval('application_sequence');

-- Bars of one source are unique; those of engines are so by their journal.
CREATE UNIQUE INDEX prices_application_unique ON prices (engine_id, symbol, timeframe, open_time) WHERE engine_id = 0;

-- Runs with the owner's rights, and changes rows of engine 0 only.
CREATE FUNCTION record_application_outcome(
    trade_id text, result text, exit_price numeric, profit_loss numeric, closed_at timestamptz, actor text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    signal public.trading_signals;
    new_sequence bigint := nextval('public.application_sequence');
    closed_ns bigint := (extract(epoch FROM record_application_outcome.closed_at) * 1000000000)::bigint;
BEGIN
    SELECT * INTO signal
    FROM public.trading_signals s
    WHERE s.engine_id = 0 AND s.trade_id = record_application_outcome.trade_id
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.signal_outcomes (engine_id, sequence, event_time, event_time_ns, receive_time_ns, signal_sequence, trade_id_hash,
        instrument_id, symbol, result, exit_price, profit_loss, closed_at, closed_time_ns, actor)
    VALUES (0, new_sequence, record_application_outcome.closed_at, closed_ns, closed_ns, signal.sequence,
        right(signal.trade_id, 8), signal.instrument_id, signal.symbol, record_application_outcome.result,
        record_application_outcome.exit_price, record_application_outcome.profit_loss, record_application_outcome.closed_at, closed_ns,
        record_application_outcome.actor);
    UPDATE public.trading_signals s
    SET outcome_sequence = new_sequence, result = record_application_outcome.result,
        profit_loss = record_application_outcome.profit_loss, exit_price = record_application_outcome.exit_price,
        closed_at = record_application_outcome.closed_at, closed_time_ns = closed_ns
    WHERE s.engine_id = 0 AND s.sequence = signal.sequence;
    RETURN new_sequence;
END $$;
COMMENT ON FUNCTION record_application_outcome(text, text, numeric, numeric, timestamptz, text) IS 'Says how a signal of engine 0 ended, as a SignalOutcome record does for those of engines; a later call replaces an earlier one and both stay in signal_outcomes. NULL where there is no such signal.';

CREATE FUNCTION record_application_order(
    order_id bigint, signal_sequence bigint, symbol text, order_type text, side text, quantity numeric, price numeric, stop_price numeric,
    filled_quantity numeric, average_price numeric, status text, at timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    event_sequence bigint := nextval('public.application_sequence');
    number bigint := coalesce(record_application_order.order_id, event_sequence);
    at_ns bigint := (extract(epoch FROM record_application_order.at) * 1000000000)::bigint;
BEGIN
    IF record_application_order.order_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.orders o WHERE o.engine_id = 0 AND o.order_id = number FOR UPDATE) THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.order_events (engine_id, sequence, event_time, event_time_ns, order_id, signal_sequence, instrument_id, symbol,
        order_type, side, time_in_force, quantity, price, stop_price, filled_quantity, average_price, status)
    VALUES (0, event_sequence, record_application_order.at, at_ns, number, record_application_order.signal_sequence, 0,
        record_application_order.symbol, record_application_order.order_type, record_application_order.side, 'GOOD_TILL_CANCELLED',
        record_application_order.quantity, record_application_order.price, record_application_order.stop_price,
        record_application_order.filled_quantity, record_application_order.average_price, record_application_order.status);
    INSERT INTO public.orders (engine_id, order_id, sequence, event_time, event_time_ns, signal_sequence, instrument_id, symbol,
        order_type, side, time_in_force, quantity, price, stop_price, filled_quantity, average_price, status)
    SELECT 0, number, e.sequence, e.event_time, e.event_time_ns, e.signal_sequence, e.instrument_id, e.symbol,
        e.order_type, e.side, e.time_in_force, e.quantity, e.price, e.stop_price, e.filled_quantity, e.average_price, e.status
    FROM public.order_events e
    WHERE e.engine_id = 0 AND e.sequence = event_sequence
    ON CONFLICT ON CONSTRAINT orders_pkey DO UPDATE
    SET sequence = excluded.sequence, event_time = excluded.event_time, event_time_ns = excluded.event_time_ns,
        quantity = excluded.quantity, price = excluded.price, stop_price = excluded.stop_price,
        filled_quantity = excluded.filled_quantity, average_price = excluded.average_price, status = excluded.status;
    RETURN number;
END $$;
COMMENT ON FUNCTION record_application_order(bigint, bigint, text, text, text, numeric, numeric, numeric, numeric, numeric, text, timestamptz) IS 'Stores the state of an order of engine 0, as an OrderEvent record does for those of engines: a new order where order_id is NULL, else a change of it. Gives its order_id; NULL where there is no such order.';

REVOKE EXECUTE ON FUNCTION record_application_outcome(text, text, numeric, numeric, timestamptz, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION record_application_order(bigint, bigint, text, text, text, numeric, numeric, numeric, numeric, numeric, text, timestamptz) FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_service') THEN
        GRANT USAGE ON SEQUENCE application_sequence TO millrace_service;
        GRANT INSERT (event_time, event_time_ns, open_time, open_time_ns, interval_ns, trade_count, instrument_id, volume_saturated,
            symbol, timeframe, source, open, high, low, close, volume) ON prices TO millrace_service;
        GRANT INSERT (event_time, event_time_ns, receive_time_ns, article_hash, revision, published_at, published_time_ns, available_at,
            available_time_ns, feed_id, feed_position, source, external_id, symbols, title, content) ON articles TO millrace_service;
        GRANT INSERT (event_time, event_time_ns, receive_time_ns, article_sequence, article_hash, available_at, available_time_ns, score,
            confidence, analyzer, keywords_pos, keywords_neg) ON sentiment_scores TO millrace_service;
        GRANT INSERT (event_time, event_time_ns, receive_time_ns, article_sequence, article_hash, available_at, available_time_ns,
            event_type, severity, keywords) ON events TO millrace_service;
        GRANT INSERT (trade_id, event_time, event_time_ns, instrument_id, symbol, action, confidence, entry_price, stop_loss, take_profit,
            risk_reward, expiry_time, expiry_time_ns, rule_id, rule, interval_ns, timeframe, bar_open_time, bar_open_time_ns, operands,
            explanation, cms_score, sentiment_component, technical_component, regime_component) ON trading_signals TO millrace_service;
        GRANT EXECUTE ON FUNCTION record_application_outcome(text, text, numeric, numeric, timestamptz, text) TO millrace_service;
        GRANT EXECUTE ON FUNCTION record_application_order(bigint, bigint, text, text, text, numeric, numeric, numeric, numeric, numeric, text, timestamptz) TO millrace_service;
    END IF;
END $$;
