-- Queries that were written against the tables' earlier names run as they stand: unquoted, AuthSessions is authsessions.
-- All can be written through. They work with the rights of whoever asks, so that row-level security holds; AuthSessions works with
-- those of the owner, so that a role can be given some of its columns.

CREATE VIEW AuthSessions AS
SELECT id, service_type, access_token, session_token, expires_at, is_active, created_at, updated_at
FROM auth_sessions;

CREATE VIEW BackgroundJobs WITH (security_invoker = true) AS
SELECT job_id, job_type, status, progress_percent, parameters, result_data, error_message, created_by, created_at, started_at,
       finished_at, updated_at
FROM background_jobs;

CREATE VIEW SystemConfigurations WITH (security_invoker = true) AS
SELECT config_type, config_key, config_value, version, is_secret, description, created_at, updated_at, updated_by
FROM system_configurations;

CREATE VIEW system_config WITH (security_invoker = true) AS
SELECT config_type, config_key, config_value, version, is_secret, description, created_at, updated_at, updated_by
FROM system_configurations;

CREATE VIEW SchedulerExecutions WITH (security_invoker = true) AS
SELECT id, job_id, background_job_id, platform, execution_time, duration_ms, success, error_details
FROM scheduler_executions;

CREATE VIEW AuditLogs WITH (security_invoker = true) AS
SELECT chain, chain_sequence, entity_type, entity_id, action, actor, user_id, old_value, new_value, timestamp, context, engine_id,
       sequence, previous_hash, hash
FROM audit_logs;

CREATE VIEW MLValidationRuns WITH (security_invoker = true) AS
SELECT id, model_type, model_version, signal_type, period, period_start, period_end, sample_count, accuracy, precision_score,
       recall_score, f1_score, metrics, background_job_id, created_at
FROM ml_validation_runs;

CREATE VIEW UserSessions WITH (security_invoker = true) AS
SELECT id, user_id, username, session_token, expires_at, last_activity, ip_address, user_agent, created_at
FROM user_sessions;

CREATE VIEW ApiRateLimits WITH (security_invoker = true) AS
SELECT id, api_name, endpoint, request_count, request_limit, blocked_count, window_start, window_end
FROM api_rate_limits;

CREATE VIEW CacheEntries WITH (security_invoker = true) AS
SELECT cache_key, cache_value, expires_at, access_count, miss_count, last_accessed_at, created_at
FROM cache_entries;

CREATE VIEW SystemHealth WITH (security_invoker = true) AS
SELECT id, component, status, response_time_ms, error_count, details, checked_at
FROM system_health;

COMMENT ON VIEW AuthSessions IS 'auth_sessions under its earlier name.';
COMMENT ON VIEW BackgroundJobs IS 'background_jobs under its earlier name.';
COMMENT ON VIEW SystemConfigurations IS 'system_configurations under its earlier name.';
COMMENT ON VIEW system_config IS 'system_configurations under another earlier name.';
COMMENT ON VIEW SchedulerExecutions IS 'scheduler_executions under its earlier name.';
COMMENT ON VIEW AuditLogs IS 'audit_logs under its earlier name.';
COMMENT ON VIEW MLValidationRuns IS 'ml_validation_runs under its earlier name.';
COMMENT ON VIEW UserSessions IS 'user_sessions under its earlier name.';
COMMENT ON VIEW ApiRateLimits IS 'api_rate_limits under its earlier name.';
COMMENT ON VIEW CacheEntries IS 'cache_entries under its earlier name.';
COMMENT ON VIEW SystemHealth IS 'system_health under its earlier name.';

-- A column says in the view what it says in the table; the same for the views of earlier versions, which had none.
DO $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT v.oid::regclass AS view_name, va.attname AS column_name, max(col_description(t.oid, ta.attnum)) AS words
        FROM pg_class v
        JOIN pg_attribute va ON va.attrelid = v.oid AND va.attnum > 0 AND NOT va.attisdropped
        JOIN pg_rewrite r ON r.ev_class = v.oid
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
                        AND d.refobjid <> v.oid AND d.refobjsubid > 0
        JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p')
        JOIN pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = d.refobjsubid AND ta.attname = va.attname
        WHERE v.relnamespace = 'public'::regnamespace AND v.relkind = 'v' AND col_description(v.oid, va.attnum) IS NULL
        GROUP BY v.oid, va.attname
        HAVING count(DISTINCT t.oid) = 1
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', item.view_name, item.column_name, item.words);
    END LOOP;
END $$;

COMMENT ON COLUMN trades.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN trades.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN trades.venue_trade_id IS 'Id of the trade at the venue; NULL where it has none.';
COMMENT ON COLUMN quotes.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN quotes.instrument_id IS 'Number of the instrument in the journal.';
COMMENT ON COLUMN quotes.venue_update_id IS 'Id of the update at the venue; NULL where it has none.';
COMMENT ON COLUMN engine_runs.started_sequence IS 'Journal sequence of the run''s EngineStarted.';
COMMENT ON COLUMN engine_runs.started_at IS 'Wall time of the start, cut to microseconds.';
COMMENT ON COLUMN engine_runs.stopped_sequence IS 'Journal sequence of the run''s EngineStopped; NULL while it runs and where it was killed.';
COMMENT ON COLUMN engine_runs.stopped_at IS 'Wall time of the stop, cut to microseconds; NULL while it runs and where it was killed.';
