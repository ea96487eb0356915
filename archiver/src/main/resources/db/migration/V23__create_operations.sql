-- What the services keep of themselves: sessions, jobs, configuration, limits, cache, health. Survives their restarts.

CREATE TABLE auth_sessions (
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    service_type  text        NOT NULL,
    access_token  text        NOT NULL,
    session_token text,
    expires_at    timestamptz NOT NULL,
    is_active     boolean     NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT auth_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT auth_sessions_service_known CHECK (service_type IN ('breeze', 'kite')),
    CONSTRAINT auth_sessions_token_length CHECK (length(access_token) BETWEEN 1 AND 8192 AND length(session_token) BETWEEN 1 AND 8192),
    CONSTRAINT auth_sessions_expires_finite CHECK (isfinite(expires_at))
);

CREATE UNIQUE INDEX auth_sessions_one_active ON auth_sessions (service_type) WHERE is_active;
CREATE INDEX auth_sessions_service ON auth_sessions (service_type, created_at DESC);
CREATE INDEX auth_sessions_expires ON auth_sessions (expires_at);

COMMENT ON TABLE auth_sessions IS 'Sessions at the brokers; at most one of a broker is active. Only the services can read the tokens. Source: the services.';
COMMENT ON COLUMN auth_sessions.id IS 'Id of the session.';
COMMENT ON COLUMN auth_sessions.service_type IS 'Broker: breeze or kite.';
COMMENT ON COLUMN auth_sessions.access_token IS 'Secret: token for the broker''s interface, as the service gives it, which may be sealed. Never in the audit trail.';
COMMENT ON COLUMN auth_sessions.session_token IS 'Secret: second token where the broker has one. Never in the audit trail.';
COMMENT ON COLUMN auth_sessions.expires_at IS 'End of the session at the broker.';
COMMENT ON COLUMN auth_sessions.is_active IS 'False after a logout, or after another session took its place.';
COMMENT ON COLUMN auth_sessions.created_at IS 'When the row was made, by the clock of the database.';
COMMENT ON COLUMN auth_sessions.updated_at IS 'When the row was changed last, by the clock of the database; set by a trigger.';

CREATE TABLE background_jobs (
    job_id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    job_type         text        NOT NULL,
    status           text        NOT NULL DEFAULT 'pending',
    progress_percent integer     NOT NULL DEFAULT 0,
    parameters       jsonb       NOT NULL DEFAULT '{}',
    result_data      jsonb,
    error_message    text,
    created_by       text,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at       timestamptz,
    finished_at      timestamptz,
    updated_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT background_jobs_pkey PRIMARY KEY (job_id),
    CONSTRAINT background_jobs_type_known CHECK (job_type IN ('data_collection', 'ml_validation', 'backtest', 'auto_login')),
    CONSTRAINT background_jobs_status_known CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    CONSTRAINT background_jobs_progress_range CHECK (progress_percent BETWEEN 0 AND 100),
    CONSTRAINT background_jobs_parameters_object CHECK (jsonb_typeof(parameters) = 'object'),
    CONSTRAINT background_jobs_times CHECK (
        CASE status
            WHEN 'pending' THEN num_nonnulls(started_at, finished_at) = 0
            WHEN 'running' THEN started_at IS NOT NULL AND finished_at IS NULL
            WHEN 'completed' THEN started_at IS NOT NULL AND finished_at IS NOT NULL AND progress_percent = 100
            ELSE finished_at IS NOT NULL
        END),
    CONSTRAINT background_jobs_time_order CHECK (
        (started_at >= created_at) IS NOT FALSE AND (finished_at >= coalesce(started_at, created_at)) IS NOT FALSE),
    CONSTRAINT background_jobs_failed_says_why CHECK ((status = 'failed') = (error_message IS NOT NULL))
);

CREATE INDEX background_jobs_status ON background_jobs (status, created_at DESC);
CREATE INDEX background_jobs_created ON background_jobs (created_at DESC);
CREATE INDEX background_jobs_finished ON background_jobs (finished_at) WHERE finished_at IS NOT NULL;

COMMENT ON TABLE background_jobs IS 'Everything that runs in the background. Source: the services.';
COMMENT ON COLUMN background_jobs.job_id IS 'Id of the job.';
COMMENT ON COLUMN background_jobs.job_type IS 'data_collection, ml_validation, backtest or auto_login.';
COMMENT ON COLUMN background_jobs.status IS 'pending, running, completed, failed or cancelled; the last three are final.';
COMMENT ON COLUMN background_jobs.progress_percent IS 'Progress, %; 100 when completed.';
COMMENT ON COLUMN background_jobs.parameters IS 'What the job was asked to do, an object.';
COMMENT ON COLUMN background_jobs.result_data IS 'What came out; of a backtest {"backtest_result_id": id of its row in backtest_results}.';
COMMENT ON COLUMN background_jobs.error_message IS 'Why it failed; NULL unless status is failed.';
COMMENT ON COLUMN background_jobs.created_by IS 'Who asked for it; NULL where unknown.';
COMMENT ON COLUMN background_jobs.created_at IS 'When it was asked for, by the clock of the database.';
COMMENT ON COLUMN background_jobs.started_at IS 'When it began to run; filled in by a trigger.';
COMMENT ON COLUMN background_jobs.finished_at IS 'When it was completed, failed or cancelled; filled in by a trigger.';
COMMENT ON COLUMN background_jobs.updated_at IS 'When the row was changed last, by the clock of the database; set by a trigger.';

CREATE FUNCTION background_jobs_advance() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status IN ('completed', 'failed', 'cancelled') AND NEW.status <> OLD.status THEN
        RAISE check_violation USING
            MESSAGE = format('job %s is %s and cannot become %s', OLD.job_id, OLD.status, NEW.status),
            CONSTRAINT = 'background_jobs_status_final', TABLE = 'background_jobs', COLUMN = 'status';
    END IF;
    IF NEW.status IN ('running', 'completed') AND NEW.started_at IS NULL THEN
        NEW.started_at := greatest(clock_timestamp(), NEW.created_at);
    END IF;
    IF NEW.status IN ('completed', 'failed', 'cancelled') AND NEW.finished_at IS NULL THEN
        NEW.finished_at := greatest(clock_timestamp(), NEW.created_at, NEW.started_at);
    END IF;
    IF NEW.status = 'completed' THEN
        NEW.progress_percent := 100;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.updated_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION background_jobs_advance() IS 'Trigger of background_jobs: fills in the times that follow from the status, and lets a finished job stay finished.';

CREATE TRIGGER background_jobs_advance BEFORE INSERT OR UPDATE ON background_jobs
    FOR EACH ROW EXECUTE FUNCTION background_jobs_advance();

CREATE TABLE system_configurations (
    config_type  text        NOT NULL,
    config_key   text        NOT NULL,
    config_value jsonb       NOT NULL,
    version      integer     NOT NULL DEFAULT 1,
    is_secret    boolean     NOT NULL DEFAULT false,
    description  text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_by   text        NOT NULL DEFAULT coalesce(nullif(current_setting('millrace.actor', true), ''), CURRENT_USER),
    CONSTRAINT system_configurations_pkey PRIMARY KEY (config_type, config_key),
    CONSTRAINT system_configurations_type_known CHECK (config_type IN ('scheduler', 'trading', 'auth', 'api', 'system')),
    CONSTRAINT system_configurations_key_length CHECK (length(config_key) BETWEEN 1 AND 200),
    CONSTRAINT system_configurations_version_positive CHECK (version >= 1)
);

COMMENT ON TABLE system_configurations IS 'Settings of the services, in place of files. Those of the engine come from its journal and are in engine_events. Source: the services.';
COMMENT ON COLUMN system_configurations.config_type IS 'scheduler, trading, auth, api or system.';
COMMENT ON COLUMN system_configurations.config_key IS 'Name of the setting, unique within its type.';
COMMENT ON COLUMN system_configurations.config_value IS 'The value; readers see those that are no secret.';
COMMENT ON COLUMN system_configurations.version IS 'Counts the values of this setting from 1, across a removal; set by a trigger.';
COMMENT ON COLUMN system_configurations.is_secret IS 'True where only the services may see the value; it is never in the audit trail then.';
COMMENT ON COLUMN system_configurations.description IS 'What it does, in words.';
COMMENT ON COLUMN system_configurations.created_at IS 'When the row was made, by the clock of the database.';
COMMENT ON COLUMN system_configurations.updated_at IS 'When the row was changed last, by the clock of the database; set by a trigger.';
COMMENT ON COLUMN system_configurations.updated_by IS 'Who changed it last: the setting millrace.actor, else the database role; set by a trigger.';

CREATE TABLE system_configuration_history (
    config_type  text        NOT NULL,
    config_key   text        NOT NULL,
    version      integer     NOT NULL,
    config_value jsonb,
    is_secret    boolean     NOT NULL,
    is_removed   boolean     NOT NULL,
    changed_at   timestamptz NOT NULL,
    changed_by   text        NOT NULL,
    CONSTRAINT system_configuration_history_pkey PRIMARY KEY (config_type, config_key, version),
    CONSTRAINT system_configuration_history_removed CHECK (is_removed = (config_value IS NULL))
);

COMMENT ON TABLE system_configuration_history IS 'Every value that a setting has had; append-only. Source: a trigger of system_configurations.';
COMMENT ON COLUMN system_configuration_history.config_type IS 'scheduler, trading, auth, api or system.';
COMMENT ON COLUMN system_configuration_history.config_key IS 'Name of the setting.';
COMMENT ON COLUMN system_configuration_history.version IS 'Version that the value had; a removal has one of its own.';
COMMENT ON COLUMN system_configuration_history.config_value IS 'The value; NULL where the setting was removed.';
COMMENT ON COLUMN system_configuration_history.is_secret IS 'True where only the services may see the value.';
COMMENT ON COLUMN system_configuration_history.is_removed IS 'True where the setting was removed.';
COMMENT ON COLUMN system_configuration_history.changed_at IS 'When it came into force, by the clock of the database.';
COMMENT ON COLUMN system_configuration_history.changed_by IS 'Who changed it: the setting millrace.actor, else the database role.';

CREATE FUNCTION system_configurations_count_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    changed_by text := coalesce(nullif(current_setting('millrace.actor', true), ''), session_user);
    last_version integer;
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO public.system_configuration_history
        VALUES (OLD.config_type, OLD.config_key, OLD.version + 1, NULL, OLD.is_secret, true, clock_timestamp(), changed_by);
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.config_type, NEW.config_key) <> (OLD.config_type, OLD.config_key) THEN
        RAISE check_violation USING
            MESSAGE = 'a setting keeps its name: remove it and make another one',
            CONSTRAINT = 'system_configurations_name_stays', TABLE = 'system_configurations', COLUMN = 'config_key';
    END IF;
    NEW.updated_at := clock_timestamp();
    NEW.updated_by := changed_by;
    IF TG_OP = 'UPDATE' AND NEW.config_value = OLD.config_value AND NEW.is_secret = OLD.is_secret THEN
        NEW.version := OLD.version;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version + 1;
    ELSE
        IF EXISTS (SELECT FROM public.system_configurations c
                   WHERE c.config_type = NEW.config_type AND c.config_key = NEW.config_key) THEN
            RETURN NEW; -- the primary key has the word, and ON CONFLICT
        END IF;
        SELECT max(h.version) INTO last_version
        FROM public.system_configuration_history h
        WHERE h.config_type = NEW.config_type AND h.config_key = NEW.config_key;
        NEW.version := coalesce(last_version, 0) + 1;
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION system_configurations_count_version() IS 'Trigger of system_configurations: counts the versions of a setting; records its removal.';

CREATE FUNCTION system_configurations_keep_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
        INSERT INTO public.system_configuration_history
        VALUES (NEW.config_type, NEW.config_key, NEW.version, NEW.config_value, NEW.is_secret, false, NEW.updated_at, NEW.updated_by);
    END IF;
    RETURN NULL;
END $$;

COMMENT ON FUNCTION system_configurations_keep_history() IS 'Trigger of system_configurations: keeps each value with its version.';

CREATE TRIGGER system_configurations_version BEFORE INSERT OR UPDATE OR DELETE ON system_configurations
    FOR EACH ROW EXECUTE FUNCTION system_configurations_count_version();
CREATE TRIGGER system_configurations_history AFTER INSERT OR UPDATE ON system_configurations
    FOR EACH ROW EXECUTE FUNCTION system_configurations_keep_history();
CREATE TRIGGER system_configuration_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON system_configuration_history
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE scheduler_executions (
    id                bigint      GENERATED ALWAYS AS IDENTITY,
    job_id            text        NOT NULL,
    background_job_id uuid,
    platform          text        NOT NULL,
    execution_time    timestamptz NOT NULL DEFAULT clock_timestamp(),
    duration_ms       bigint,
    success           boolean     NOT NULL,
    error_details     text,
    CONSTRAINT scheduler_executions_pkey PRIMARY KEY (id),
    CONSTRAINT scheduler_executions_background_job_fkey FOREIGN KEY (background_job_id)
        REFERENCES background_jobs (job_id) ON DELETE SET NULL,
    CONSTRAINT scheduler_executions_names CHECK (length(job_id) BETWEEN 1 AND 200 AND length(platform) BETWEEN 1 AND 100),
    CONSTRAINT scheduler_executions_duration_range CHECK (duration_ms >= 0),
    CONSTRAINT scheduler_executions_failure_says_why CHECK (success OR error_details IS NOT NULL)
);

CREATE INDEX scheduler_executions_job ON scheduler_executions (job_id, execution_time DESC);
CREATE INDEX scheduler_executions_time ON scheduler_executions (execution_time DESC);
CREATE INDEX scheduler_executions_background_job ON scheduler_executions (background_job_id) WHERE background_job_id IS NOT NULL;

COMMENT ON TABLE scheduler_executions IS 'Runs of scheduled jobs, one row each. Source: the scheduler of the services.';
COMMENT ON COLUMN scheduler_executions.id IS 'Order in which they were recorded.';
COMMENT ON COLUMN scheduler_executions.job_id IS 'Id of the scheduled job, as the scheduler names it.';
COMMENT ON COLUMN scheduler_executions.background_job_id IS 'Job that the run started; NULL where it started none or that was cleaned away.';
COMMENT ON COLUMN scheduler_executions.platform IS 'Broker or component that it ran for.';
COMMENT ON COLUMN scheduler_executions.execution_time IS 'When it ran, by the clock of the database unless given.';
COMMENT ON COLUMN scheduler_executions.duration_ms IS 'How long it took, ms; NULL where it was not measured.';
COMMENT ON COLUMN scheduler_executions.success IS 'True where it did what it should.';
COMMENT ON COLUMN scheduler_executions.error_details IS 'Why it failed.';

CREATE TABLE user_sessions (
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id       uuid,
    username      text        NOT NULL,
    session_token text        NOT NULL,
    expires_at    timestamptz NOT NULL,
    last_activity timestamptz NOT NULL DEFAULT clock_timestamp(),
    ip_address    inet,
    user_agent    text,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT user_sessions_user_fkey FOREIGN KEY (user_id) REFERENCES profiles (id) ON DELETE CASCADE,
    CONSTRAINT user_sessions_token_unique UNIQUE (session_token),
    CONSTRAINT user_sessions_token_hashed CHECK (session_token ~ '^sha256:[0-9a-f]{64}$'),
    CONSTRAINT user_sessions_username_length CHECK (length(username) BETWEEN 1 AND 200),
    CONSTRAINT user_sessions_expires CHECK (isfinite(expires_at) AND expires_at > created_at)
);

CREATE INDEX user_sessions_user ON user_sessions (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX user_sessions_username ON user_sessions (username, last_activity DESC);
CREATE INDEX user_sessions_expires ON user_sessions (expires_at);

COMMENT ON TABLE user_sessions IS 'Sessions of users in the web interface; a profile has many. Source: the services.';
COMMENT ON COLUMN user_sessions.id IS 'Id of the session.';
COMMENT ON COLUMN user_sessions.user_id IS 'Profile of the user; NULL where the user name has none.';
COMMENT ON COLUMN user_sessions.username IS 'Name that was logged in with.';
COMMENT ON COLUMN user_sessions.session_token IS 'Hash of the token as session_token_hash() gives it; the token itself is with the client alone.';
COMMENT ON COLUMN user_sessions.expires_at IS 'End of the session.';
COMMENT ON COLUMN user_sessions.last_activity IS 'Last request of the session.';
COMMENT ON COLUMN user_sessions.ip_address IS 'Address of the client; NULL where unknown.';
COMMENT ON COLUMN user_sessions.user_agent IS 'Program of the client; NULL where unknown.';
COMMENT ON COLUMN user_sessions.created_at IS 'When the session began, by the clock of the database.';

CREATE FUNCTION session_token_hash(token text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'sha256:' || encode(sha256(convert_to(token, 'UTF8')), 'hex');

COMMENT ON FUNCTION session_token_hash(text) IS 'What user_sessions keeps of a token: sha256: and the SHA-256 of its UTF-8 bytes, hex.';

CREATE TABLE api_rate_limits (
    id            bigint      GENERATED ALWAYS AS IDENTITY,
    api_name      text        NOT NULL,
    endpoint      text        NOT NULL,
    request_count integer     NOT NULL DEFAULT 0,
    request_limit integer,
    blocked_count integer     NOT NULL DEFAULT 0,
    window_start  timestamptz NOT NULL,
    window_end    timestamptz NOT NULL,
    CONSTRAINT api_rate_limits_pkey PRIMARY KEY (id),
    CONSTRAINT api_rate_limits_window UNIQUE (api_name, endpoint, window_start),
    CONSTRAINT api_rate_limits_names CHECK (length(api_name) BETWEEN 1 AND 100 AND length(endpoint) BETWEEN 1 AND 500),
    CONSTRAINT api_rate_limits_counts_range CHECK (request_count >= 0 AND request_limit > 0 AND blocked_count >= 0),
    CONSTRAINT api_rate_limits_window_order CHECK (window_start < window_end)
);

CREATE INDEX api_rate_limits_window_end ON api_rate_limits (window_end);

COMMENT ON TABLE api_rate_limits IS 'Requests to other parties'' interfaces, one row per endpoint and time window. Source: the services.';
COMMENT ON COLUMN api_rate_limits.id IS 'Id of the row.';
COMMENT ON COLUMN api_rate_limits.api_name IS 'Interface, such as kite.';
COMMENT ON COLUMN api_rate_limits.endpoint IS 'Endpoint of it.';
COMMENT ON COLUMN api_rate_limits.request_count IS 'Requests in the window.';
COMMENT ON COLUMN api_rate_limits.request_limit IS 'Requests allowed in the window; NULL where unknown.';
COMMENT ON COLUMN api_rate_limits.blocked_count IS 'Requests in the window that were not made because of the limit.';
COMMENT ON COLUMN api_rate_limits.window_start IS 'Start of the window.';
COMMENT ON COLUMN api_rate_limits.window_end IS 'End of the window, exclusive.';

CREATE TABLE cache_entries (
    cache_key        text        NOT NULL,
    cache_value      jsonb       NOT NULL,
    expires_at       timestamptz,
    access_count     bigint      NOT NULL DEFAULT 0,
    miss_count       bigint      NOT NULL DEFAULT 0,
    last_accessed_at timestamptz,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT cache_entries_pkey PRIMARY KEY (cache_key),
    CONSTRAINT cache_entries_key_length CHECK (length(cache_key) BETWEEN 1 AND 500),
    CONSTRAINT cache_entries_counts_range CHECK (access_count >= 0 AND miss_count >= 0)
);

CREATE INDEX cache_entries_expires ON cache_entries (expires_at) WHERE expires_at IS NOT NULL;

COMMENT ON TABLE cache_entries IS 'Results that are kept over restarts. Source: the services.';
COMMENT ON COLUMN cache_entries.cache_key IS 'What the result belongs to.';
COMMENT ON COLUMN cache_entries.cache_value IS 'The result.';
COMMENT ON COLUMN cache_entries.expires_at IS 'End of its validity; NULL for none.';
COMMENT ON COLUMN cache_entries.access_count IS 'Times that it was found valid.';
COMMENT ON COLUMN cache_entries.miss_count IS 'Times that it was asked for and had expired.';
COMMENT ON COLUMN cache_entries.last_accessed_at IS 'When it was last asked for; NULL before.';
COMMENT ON COLUMN cache_entries.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE system_health (
    id               bigint      GENERATED ALWAYS AS IDENTITY,
    component        text        NOT NULL,
    status           text        NOT NULL,
    response_time_ms finite_double,
    error_count      integer     NOT NULL DEFAULT 0,
    details          jsonb       NOT NULL DEFAULT '{}',
    checked_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT system_health_pkey PRIMARY KEY (id),
    CONSTRAINT system_health_component_length CHECK (length(component) BETWEEN 1 AND 100),
    CONSTRAINT system_health_status_known CHECK (status IN ('healthy', 'degraded', 'unhealthy', 'unknown')),
    CONSTRAINT system_health_response_time_range CHECK (response_time_ms >= 0),
    CONSTRAINT system_health_error_count_range CHECK (error_count >= 0),
    CONSTRAINT system_health_details_object CHECK (jsonb_typeof(details) = 'object')
);

CREATE INDEX system_health_component ON system_health (component, checked_at DESC);
CREATE INDEX system_health_checked ON system_health (checked_at DESC);

COMMENT ON TABLE system_health IS 'Checks of the components, one row each. Source: the services.';
COMMENT ON COLUMN system_health.id IS 'Order in which they were recorded.';
COMMENT ON COLUMN system_health.component IS 'What was checked.';
COMMENT ON COLUMN system_health.status IS 'healthy, degraded, unhealthy or unknown.';
COMMENT ON COLUMN system_health.response_time_ms IS 'Time to answer, ms; NULL where it did not.';
COMMENT ON COLUMN system_health.error_count IS 'Errors since the check before.';
COMMENT ON COLUMN system_health.details IS 'Whatever else, an object.';
COMMENT ON COLUMN system_health.checked_at IS 'When it was checked, by the clock of the database unless given.';

CREATE TRIGGER auth_sessions_touch BEFORE UPDATE ON auth_sessions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
