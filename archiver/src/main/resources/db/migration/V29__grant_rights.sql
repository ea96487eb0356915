-- Who may do what. Called at the end of a migration that adds tables, and by an administrator who has made missing roles.

CREATE FUNCTION grant_roles() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    archiver CONSTANT text := 'millrace_archiver';
    service CONSTANT text := 'millrace_service';
    reader CONSTANT text := 'millrace_reader';
    present text[] := ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname IN (archiver, service, reader));
    changed_by_services CONSTANT text[] := ARRAY[
        'profiles', 'stock_analyses', 'technical_indicators', 'pattern_recognition', 'trading_levels', 'volume_analysis',
        'risk_management', 'sector_benchmarking', 'multi_timeframe_analysis', 'auth_sessions', 'background_jobs',
        'system_configurations', 'scheduler_executions', 'ml_validation_runs', 'user_sessions', 'api_rate_limits',
        'cache_entries', 'system_health', 'ai_training_data', 'backtest_results',
        'authsessions', 'backgroundjobs', 'systemconfigurations', 'system_config', 'schedulerexecutions', 'mlvalidationruns',
        'usersessions', 'apiratelimits', 'cacheentries', 'systemhealth'];
    appended_by_services CONSTANT text[] := ARRAY['audit_logs', 'auditlogs'];
    secret_columns CONSTANT text[] := ARRAY['access_token', 'session_token'];
    role_name text;
    item record;
BEGIN
    FOREACH role_name IN ARRAY present LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
        -- Partitions are made long after the migrations, and the archiver writes them directly.
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT %s ON TABLES TO %I',
            CASE role_name WHEN archiver THEN 'SELECT, INSERT' ELSE 'SELECT' END, role_name);
    END LOOP;

    FOR item IN
        SELECT c.oid, c.oid::regclass AS name, c.relname::text AS plain_name, c.relkind,
               -- A partition has the columns of its table.
               count(*) FILTER (WHERE a.attname IN ('engine_id', 'sequence')) = 2
                   OR c.relname IN ('instruments', 'archive_position') AS is_history,
               bool_or(a.attname = ANY (secret_columns)) AS has_secrets,
               string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attname <> ALL (secret_columns)) AS open_columns
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND pg_has_role(c.relowner, 'USAGE')
        GROUP BY c.oid
    LOOP
        FOREACH role_name IN ARRAY present LOOP
            IF item.has_secrets AND role_name <> service THEN
                EXECUTE format('REVOKE ALL ON %s FROM %I', item.name, role_name);
                EXECUTE format('GRANT SELECT (%s) ON %s TO %I', item.open_columns, item.name, role_name);
            ELSE
                EXECUTE format('GRANT SELECT ON %s TO %I', item.name, role_name);
            END IF;
        END LOOP;
        IF service = ANY (present) THEN
            IF item.plain_name = ANY (changed_by_services) THEN
                EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO %I', item.name, service);
            ELSIF item.plain_name = ANY (appended_by_services) THEN
                EXECUTE format('GRANT INSERT ON %s TO %I', item.name, service);
            END IF;
        END IF;
        IF archiver = ANY (present) AND NOT item.has_secrets THEN
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %I', item.name, archiver);
        END IF;
        IF archiver = ANY (present) AND item.relkind IN ('r', 'p') THEN
            IF item.plain_name = 'audit_logs' THEN
                EXECUTE format('GRANT INSERT ON %s TO %I', item.name, archiver);
            ELSIF item.plain_name = 'dead_letters' THEN
                EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO %I', item.name, archiver);
            ELSIF item.is_history AND item.plain_name ~ '^(ticks|prices|computed_indicators)' THEN
                EXECUTE format('GRANT INSERT ON %s TO %I', item.name, archiver);
            ELSIF item.is_history THEN
                -- Definitions in force, states of orders and the like are brought up to date.
                EXECUTE format('GRANT INSERT, UPDATE ON %s TO %I', item.name, archiver);
            END IF;
        END IF;
    END LOOP;

    IF service = ANY (present) THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION sp_cleanupexpiredsessions() TO %I', service);
    END IF;
END $$;

COMMENT ON FUNCTION grant_roles() IS 'Gives millrace_archiver, millrace_service and millrace_reader, as far as they exist, their rights to all tables and views that there are. Can be called again at any time by the owner.';

REVOKE EXECUTE ON FUNCTION grant_roles() FROM PUBLIC;

SELECT grant_roles();
