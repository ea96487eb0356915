-- Closing a day or taking it off locks the table ticks and that day, and no other day. LOCK TABLE without ONLY takes all partitions:
-- autovacuum at work on any of them, or a transaction of an archiver in today's, kept a day from being closed.

DROP FUNCTION lock_for_change(text);

CREATE FUNCTION lock_for_change(VARIADIC table_names text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lock_timeout_before text := current_setting('lock_timeout');
    tables text;
BEGIN
    SELECT string_agg(format('ONLY %I', t.name), ', ' ORDER BY t.place) INTO tables
    FROM unnest(table_names) WITH ORDINALITY AS t (name, place);
    -- Whoever comes after us waits while we wait. So wait for short, let them pass, and try again; and give up before the
    -- deadlock detector (1 s) looks, because a writer of late rows may hold ticks and wait for our partition. All of them within
    -- one attempt: what it has got is given back where it fails.
    FOR attempt IN 1..20 LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '300ms', true);
            EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', tables);
            PERFORM set_config('lock_timeout', lock_timeout_before, true);
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.2);
        END;
    END LOOP;
    RAISE EXCEPTION '% is in use: no moment in 10 s at which it could be changed; try again later', array_to_string(table_names, ', ')
        USING ERRCODE = 'lock_not_available';
END
$$;

COMMENT ON FUNCTION lock_for_change IS 'Waits for a moment without readers or writers of some tables, without their partitions and without holding anybody up for more than 0.3 s at a time.';

CREATE OR REPLACE FUNCTION close_tick_partition(
    day date, OUT row_count bigint, OUT size_bytes_before bigint, OUT size_bytes bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    partition_name text := tick_partition_name(day);
    sorted_name text := partition_name || '_sorted';
    bounds text := format('FROM (%L) TO (%L)', day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    column_list text;
    brin regclass;
BEGIN
    IF NOT EXISTS (SELECT FROM tick_partitions p WHERE p.day = close_tick_partition.day AND p.table_name = partition_name) THEN
        RAISE EXCEPTION 'ticks has no partition for %', coalesce(day::text, 'NULL') USING ERRCODE = 'undefined_table';
    END IF;
    IF NOT pg_try_advisory_xact_lock(1296847440, day - date '1970-01-01') THEN
        RAISE EXCEPTION 'somebody else closes or removes the partition of % now', day USING ERRCODE = 'lock_not_available';
    END IF;
    -- Readers go on. A writer of late rows waits until the sorted copy has taken the place.
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', partition_name);
    size_bytes_before := pg_total_relation_size(partition_name::regclass);
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO column_list
    FROM pg_attribute a
    WHERE a.attrelid = 'ticks'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';

    EXECUTE format('CREATE TABLE %I (LIKE ticks INCLUDING ALL)', sorted_name);
    PERFORM copy_rights_of_ticks(sorted_name);
    EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM %3$I ORDER BY engine_id, instrument_id, event_time_ns, sequence',
        sorted_name, column_list, partition_name);
    GET DIAGNOSTICS row_count = ROW_COUNT;
    FOR brin IN
        SELECT x.indexrelid::regclass
        FROM pg_index x
        JOIN pg_class c ON c.oid = x.indexrelid
        JOIN pg_am m ON m.oid = c.relam
        WHERE x.indrelid = sorted_name::regclass AND m.amname = 'brin'
    LOOP
        PERFORM brin_summarize_new_values(brin);
    END LOOP;
    EXECUTE format('CREATE INDEX %I ON %I (engine_id, instrument_id, event_time)', sorted_name || '_idx', sorted_name);
    -- With this the server need not look at the rows again while everybody waits.
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (event_time >= %L AND event_time < %L)', sorted_name,
        sorted_name || '_day', day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    EXECUTE format('ANALYZE %I', sorted_name);

    PERFORM lock_for_change('ticks', partition_name);
    EXECUTE format('ALTER TABLE ticks DETACH PARTITION %I', partition_name);
    EXECUTE format('DROP TABLE %I', partition_name);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', sorted_name, partition_name);
    EXECUTE format('ALTER INDEX %I RENAME TO %I', sorted_name || '_idx', partition_name || '_instrument_time_idx');
    EXECUTE format('ALTER TABLE ticks ATTACH PARTITION %I FOR VALUES %s', partition_name, bounds);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', partition_name, sorted_name || '_day');
    size_bytes := pg_total_relation_size(partition_name::regclass);
    INSERT INTO tick_partition_log (day, action, table_name, row_count, size_bytes_before, size_bytes)
    VALUES (day, 'CLOSED', partition_name, close_tick_partition.row_count, close_tick_partition.size_bytes_before,
        close_tick_partition.size_bytes);
END
$$;

CREATE OR REPLACE FUNCTION retain_ticks(
    before date, dry_run boolean DEFAULT true, keep_table boolean DEFAULT false,
    OUT day date, OUT table_name text, OUT row_count bigint, OUT size_bytes bigint, OUT action text)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    detached_name text;
    pending boolean;
BEGIN
    IF before IS NULL OR before > (now() AT TIME ZONE 'UTC')::date THEN
        RAISE EXCEPTION 'ticks can be removed up to today, not before %', coalesce(before::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR day, table_name, row_count, size_bytes, pending IN
        SELECT p.day, p.table_name, p.estimated_rows, p.size_bytes, p.detach_pending
        FROM tick_partitions p
        WHERE p.day < before
        ORDER BY p.day
    LOOP
        IF dry_run THEN
            action := CASE WHEN keep_table THEN 'WOULD DETACH' ELSE 'WOULD DROP' END;
        ELSE
            PERFORM pg_advisory_xact_lock(1296847440, retain_ticks.day - date '1970-01-01');
            PERFORM lock_for_change('ticks', retain_ticks.table_name);
            detached_name := begin_tick_removal(retain_ticks.day);
            EXECUTE format('ALTER TABLE ticks DETACH PARTITION %I %s', detached_name, CASE WHEN pending THEN 'FINALIZE' END);
            action := end_tick_removal(retain_ticks.day, detached_name, row_count, keep_table);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
