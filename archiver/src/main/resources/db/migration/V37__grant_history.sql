-- The archiver keeps the history with its own role; nobody else may take ticks off or count anew.

CREATE FUNCTION grant_history_roles() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM grant_roles();
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_archiver') THEN
        GRANT EXECUTE ON FUNCTION ensure_tick_partition, close_tick_partition, refresh_tick_bars, refresh_signal_days,
            add_late_record, summarize_tick_ranges TO millrace_archiver;
    END IF;
END
$$;

COMMENT ON FUNCTION grant_history_roles IS 'grant_roles, and the functions by which the archiver keeps the history. Called by an administrator who has made missing roles. Retention is the owner''s.';

REVOKE EXECUTE ON FUNCTION grant_history_roles FROM PUBLIC;

SELECT grant_history_roles();
