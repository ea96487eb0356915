-- Under the names of the documents, which fold to lower case like every unquoted name.

CREATE FUNCTION sp_GetActiveSession(service_type text) RETURNS SETOF auth_sessions
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.*
    FROM public.auth_sessions s
    WHERE s.service_type = sp_getactivesession.service_type AND s.is_active AND s.expires_at > clock_timestamp()
    ORDER BY s.created_at DESC
    LIMIT 1
$$;

COMMENT ON FUNCTION sp_GetActiveSession(text) IS 'The active session of a broker that has not expired; no row where there is none.';

CREATE FUNCTION sp_UpdateAuthSession(service_type text, access_token text, session_token text, expires_at timestamptz) RETURNS uuid
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.auth_sessions AS s (service_type, access_token, session_token, expires_at)
    VALUES (sp_updateauthsession.service_type, sp_updateauthsession.access_token, sp_updateauthsession.session_token,
            sp_updateauthsession.expires_at)
    ON CONFLICT (service_type) WHERE is_active
    DO UPDATE SET access_token = excluded.access_token, session_token = excluded.session_token, expires_at = excluded.expires_at
    RETURNING s.id
$$;

COMMENT ON FUNCTION sp_UpdateAuthSession(text, text, text, timestamptz) IS 'Gives the active session of a broker new tokens and a new end, or makes one where none is active; returns its id.';

-- Sees the sessions of all users, and is therefore for the services alone.
CREATE FUNCTION sp_CleanupExpiredSessions() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH brokers AS (DELETE FROM public.auth_sessions WHERE expires_at <= clock_timestamp() RETURNING 1),
         users AS (DELETE FROM public.user_sessions WHERE expires_at <= clock_timestamp() RETURNING 1)
    SELECT (SELECT count(*) FROM brokers) + (SELECT count(*) FROM users)
$$;

COMMENT ON FUNCTION sp_CleanupExpiredSessions() IS 'Removes the sessions at brokers and in the web interface that have expired; returns how many.';

REVOKE EXECUTE ON FUNCTION sp_CleanupExpiredSessions() FROM PUBLIC;
