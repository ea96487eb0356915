-- Group roles without login; who logs in is made a member of one of them by the administrator of the server.
-- Roles belong to the server, not to the database: another database may have made them, and the user who migrates may not
-- be allowed to. Then the schema is complete all the same, and grant_roles() can be called once the roles are there.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT *
        FROM (VALUES ('millrace_archiver', 'Millrace: writes what comes from the journal, reads all but secrets.'),
                     ('millrace_service', 'Millrace: writes the operational tables, reads all; rows of users as row-level security allows.'),
                     ('millrace_reader', 'Millrace: reads all but secrets.')) AS roles (name, purpose)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted.name);
                EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.name, wanted.purpose);
            END IF;
            -- The owner may then act as each of them; a superuser may anyway. From 16 on who makes a role is a member that may not.
            IF NOT pg_has_role(current_user, wanted.name,
                    CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
                EXECUTE format('GRANT %I TO CURRENT_USER', wanted.name);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- the migration of another database was faster
            WHEN insufficient_privilege THEN
                RAISE WARNING 'role % is missing or closed to %: let an administrator run CREATE ROLE % NOLOGIN; GRANT % TO %; and then call grant_roles()',
                    wanted.name, current_user, wanted.name, wanted.name, current_user;
        END;
    END LOOP;
END $$;

-- Tables of later migrations can be read by all three from the start; grant_roles() gives the rest.
DO $$
DECLARE
    role_name text;
BEGIN
    FOR role_name IN SELECT rolname FROM pg_roles WHERE rolname IN ('millrace_archiver', 'millrace_service', 'millrace_reader')
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO %I', role_name);
    END LOOP;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'the schema public does not belong to %: let its owner grant USAGE on it', current_user;
END $$;
