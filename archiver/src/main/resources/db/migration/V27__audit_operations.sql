-- What the services change leaves an entry in the audit trail, in the transaction of the change and whatever way it came.

CREATE FUNCTION audit_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    key_columns text[] := string_to_array(TG_ARGV[0], ',');
    secret_columns text[] := string_to_array(TG_ARGV[1], ',');
    untold_columns text[] := string_to_array(TG_ARGV[2], ',');
    before jsonb;
    after jsonb;
    name text;
    changed jsonb;
    entity text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        before := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := to_jsonb(NEW);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_agg(n.key ORDER BY n.key) INTO changed
        FROM jsonb_each(after) n
        WHERE n.value IS DISTINCT FROM before -> n.key AND n.key <> ALL (untold_columns);
        IF changed IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT string_agg(coalesce(after, before) ->> k.name, '/' ORDER BY k.place) INTO entity
    FROM unnest(key_columns) WITH ORDINALITY AS k (name, place);
    -- A secret leaves its place, so that its coming, changing and going can be seen.
    FOREACH name IN ARRAY secret_columns LOOP
        IF name <> 'config_value' OR coalesce((before ->> 'is_secret')::boolean, false)
                OR coalesce((after ->> 'is_secret')::boolean, false) THEN
            IF before ->> name IS NOT NULL THEN
                before := jsonb_set(before, ARRAY[name], '"[redacted]"');
            END IF;
            IF after ->> name IS NOT NULL THEN
                after := jsonb_set(after, ARRAY[name], '"[redacted]"');
            END IF;
        END IF;
    END LOOP;
    INSERT INTO public.audit_logs (entity_type, entity_id, action, old_value, new_value, context)
    VALUES (TG_TABLE_NAME, entity, TG_OP, before - untold_columns, after - untold_columns,
            CASE WHEN changed IS NULL THEN '{}' ELSE jsonb_build_object('changed', changed) END);
    RETURN NULL;
END $$;

COMMENT ON FUNCTION audit_change() IS 'Trigger: writes an entry of the audit trail for a changed row. Arguments, each a list with commas: the columns of its id; those whose values are secret, config_value only where is_secret says so; those that are left out, and whose change alone makes no entry.';

CREATE FUNCTION audit_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.audit_logs (entity_type, action) VALUES (TG_TABLE_NAME, TG_OP);
    RETURN NULL;
END $$;

COMMENT ON FUNCTION audit_truncate() IS 'Trigger: writes an entry of the audit trail where a table was emptied.';

-- Deferred to the commit: the chain's lock is the last one that a transaction takes, so that it is held for the commit alone and
-- two transactions cannot wait for each other's rows and for the chain at once.
DO $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT *
        FROM (VALUES ('profiles', 'id', '', 'last_active_at,updated_at'),
                     ('stock_analyses', 'id', '', 'analysis_data,updated_at'),
                     ('auth_sessions', 'id', 'access_token,session_token', 'updated_at'),
                     ('user_sessions', 'id', 'session_token', 'last_activity'),
                     ('background_jobs', 'job_id', '', 'progress_percent,updated_at'),
                     ('system_configurations', 'config_type,config_key', 'config_value', 'updated_at,updated_by'),
                     ('ml_validation_runs', 'id', '', 'metrics'),
                     ('backtest_results', 'id', '', 'trades,equity_curve')) AS audited (name, keys, secrets, untold)
    LOOP
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED'
            ' FOR EACH ROW EXECUTE FUNCTION audit_change(%L, %L, %L)',
            item.name || '_audit', item.name, item.keys, item.secrets, item.untold);
        EXECUTE format(
            'CREATE TRIGGER %I AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate()',
            item.name || '_audit_truncate', item.name);
    END LOOP;
END $$;
