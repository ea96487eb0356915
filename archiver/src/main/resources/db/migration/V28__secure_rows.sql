-- Rows that belong to a user are seen by a service that acts for that user: SET LOCAL millrace.user_id = '<uuid>'. Without a user
-- there are none. The services' own maintenance sees all: SET LOCAL millrace.maintenance = 'on'. The owner of the tables is not bound.
-- This guards against a forgotten condition in a service, not against somebody who may run SQL of his own as a service.

CREATE FUNCTION acting_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN current_setting('millrace.user_id', true) ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            THEN current_setting('millrace.user_id', true)::uuid END;

COMMENT ON FUNCTION acting_user_id() IS 'User for whom the transaction acts: the setting millrace.user_id where it is a UUID, else NULL.';

CREATE FUNCTION acts_as_service() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'millrace_service' AND pg_has_role(current_user, r.oid, 'USAGE'));

COMMENT ON FUNCTION acts_as_service() IS 'True where whoever asks has the rights of millrace_service.';

CREATE FUNCTION acts_for_maintenance() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('millrace.maintenance', true) = 'on', false) AND acts_as_service();

COMMENT ON FUNCTION acts_for_maintenance() IS 'True where a service says by the setting millrace.maintenance that it works for all users.';

ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON profiles
    USING (id = (SELECT acting_user_id()) OR (SELECT acts_for_maintenance()));

ALTER TABLE stock_analyses ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON stock_analyses
    USING (user_id = (SELECT acting_user_id()) OR (SELECT acts_for_maintenance()));

ALTER TABLE user_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON user_sessions
    USING (user_id = (SELECT acting_user_id()) OR (SELECT acts_for_maintenance()));

DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['technical_indicators', 'pattern_recognition', 'trading_levels', 'volume_analysis',
                                'risk_management', 'sector_benchmarking', 'multi_timeframe_analysis']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
        -- Who sees the analysis sees its parts: the rows of stock_analyses are filtered here as everywhere.
        EXECUTE format('CREATE POLICY own_rows ON %I USING ((SELECT acts_for_maintenance())'
            ' OR EXISTS (SELECT FROM stock_analyses a WHERE a.id = analysis_id))', part);
    END LOOP;
END $$;

-- Settings are everybody's, their secrets are the services'.
ALTER TABLE system_configurations ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_secrets ON system_configurations USING (NOT is_secret OR (SELECT acts_as_service()));

ALTER TABLE system_configuration_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_secrets ON system_configuration_history FOR SELECT USING (NOT is_secret OR (SELECT acts_as_service()));
