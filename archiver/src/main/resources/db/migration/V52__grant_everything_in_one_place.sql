-- One function grants all that the three roles may do. Until now the functions by which the archiver keeps the history were in
-- grant_history_roles, and what services may add to the history was granted once, by the migration that allowed it: where an
-- administrator made the roles later, calling grant_roles() left both out.

CREATE FUNCTION grant_functions_and_columns() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_archiver') THEN
        -- Retention (retain_ticks, begin_tick_removal, end_tick_removal) is not among them: what is gone cannot be archived again, so
        -- only the owner takes days off.
        GRANT EXECUTE ON FUNCTION ensure_tick_partition, close_tick_partition, refresh_tick_bars, refresh_signal_days,
            add_late_record, summarize_tick_ranges TO millrace_archiver;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_service') THEN
        GRANT EXECUTE ON FUNCTION sp_cleanupexpiredsessions() TO millrace_service;
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
END
$$;

COMMENT ON FUNCTION grant_functions_and_columns IS 'Second part of grant_roles: the functions that act with the owner''s rights, and the columns of the history that services may add rows with.';

ALTER FUNCTION grant_roles() RENAME TO grant_tables;

COMMENT ON FUNCTION grant_tables IS 'First part of grant_roles: tables and views, by rule over the catalog.';

CREATE FUNCTION grant_roles() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM grant_tables();
    PERFORM grant_functions_and_columns();
END
$$;

COMMENT ON FUNCTION grant_roles() IS 'Gives millrace_archiver, millrace_service and millrace_reader, as far as they exist, all their rights. Can be called again at any time by the owner: at the end of a migration that adds tables, and where an administrator has made missing roles.';

DROP FUNCTION grant_history_roles();

REVOKE EXECUTE ON FUNCTION grant_functions_and_columns, grant_roles FROM PUBLIC;

SELECT grant_roles();
