-- Citus plans no query with arguments inside a function of language sql. These work as PL/pgSQL; candles, performance_between with its
-- kin, sentiment_as_of and the refreshing functions ask for more than it plans across nodes, see archiver/SCALING.md.
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN
        SELECT p.oid, p.prosrc
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.proname IN ('signals_page', 'ticks_page', 'articles_as_of', 'events_as_of', 'signals_as_of', 'signal_timing')
    LOOP
        EXECUTE replace(
            replace(pg_get_functiondef(f.oid), 'LANGUAGE sql', 'LANGUAGE plpgsql'), f.prosrc,
            E'\n#variable_conflict use_column\nBEGIN\n    RETURN QUERY ' || trim(leading E' \n' from f.prosrc) || E';\nEND\n');
    END LOOP;
END $$;
