-- Life of the day partitions of ticks: made ahead of time, closed when the day is over, taken off when nobody needs them.
-- The archiver calls these functions; a database administrator may do the same by hand.

CREATE TABLE tick_partition_log (
    id                bigint      GENERATED ALWAYS AS IDENTITY,
    at                timestamptz NOT NULL DEFAULT clock_timestamp(),
    day               date        NOT NULL,
    action            text        NOT NULL,
    table_name        text        NOT NULL,
    row_count         bigint,
    size_bytes_before bigint,
    size_bytes        bigint,
    actor             text        NOT NULL DEFAULT session_user,
    CONSTRAINT tick_partition_log_pkey PRIMARY KEY (id),
    CONSTRAINT tick_partition_log_action_known CHECK (action IN ('CREATED', 'CLOSED', 'DETACHED', 'DROPPED')),
    CONSTRAINT tick_partition_log_sizes CHECK (row_count >= 0 AND size_bytes_before >= 0 AND size_bytes >= 0)
);
CREATE INDEX tick_partition_log_day_idx ON tick_partition_log (day, id);

COMMENT ON TABLE tick_partition_log IS 'What was done to the day partitions of ticks, in order. Source: the functions ensure_, close_ and retain_.';
COMMENT ON COLUMN tick_partition_log.id IS 'Order of the actions.';
COMMENT ON COLUMN tick_partition_log.at IS 'When, by the clock of the database.';
COMMENT ON COLUMN tick_partition_log.day IS 'UTC day of event time that the partition holds.';
COMMENT ON COLUMN tick_partition_log.action IS 'CREATED; CLOSED: sorted by instrument and time, with a B-tree; DETACHED: no longer part of ticks, kept beside it; DROPPED: gone.';
COMMENT ON COLUMN tick_partition_log.table_name IS 'Table that it was done to.';
COMMENT ON COLUMN tick_partition_log.row_count IS 'Rows in it then: counted for CLOSED, the planner''s estimate for DETACHED and DROPPED; NULL for CREATED.';
COMMENT ON COLUMN tick_partition_log.size_bytes_before IS 'CLOSED: size with indexes before, bytes.';
COMMENT ON COLUMN tick_partition_log.size_bytes IS 'Size with indexes: after it for CLOSED, when it went for DETACHED and DROPPED; bytes.';
COMMENT ON COLUMN tick_partition_log.actor IS 'Database user of the session.';

CREATE FUNCTION tick_partition_name(day date) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'ticks_' || to_char(day, 'YYYYMMDD');

COMMENT ON FUNCTION tick_partition_name IS 'Name of the table that holds the ticks of a UTC day.';

CREATE VIEW tick_partitions AS
SELECT to_date(substr(c.relname, 7, 8), 'YYYYMMDD') AS day,
       c.relname::text AS table_name,
       l.at AS closed_at,
       l.row_count AS closed_rows,
       greatest(c.reltuples, 0)::bigint AS estimated_rows,
       pg_total_relation_size(c.oid) AS size_bytes,
       i.inhdetachpending AS detach_pending
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
LEFT JOIN LATERAL (
    SELECT t.action, t.at, t.row_count
    FROM tick_partition_log t
    WHERE t.day = to_date(substr(c.relname, 7, 8), 'YYYYMMDD')
    ORDER BY t.id DESC
    LIMIT 1) l ON l.action = 'CLOSED'
WHERE i.inhparent = 'ticks'::regclass AND c.relname ~ '^ticks_[0-9]{8}(_detached(_[0-9]+)?)?$';

COMMENT ON VIEW tick_partitions IS 'The day partitions of ticks as they stand.';
COMMENT ON COLUMN tick_partitions.day IS 'UTC day of event time that the partition holds.';
COMMENT ON COLUMN tick_partitions.table_name IS 'Table that holds it; named ..._detached where a retention is on its way.';
COMMENT ON COLUMN tick_partitions.closed_at IS 'When it was closed last; NULL while it is open. Late rows are taken all the same.';
COMMENT ON COLUMN tick_partitions.closed_rows IS 'Rows when it was closed.';
COMMENT ON COLUMN tick_partitions.estimated_rows IS 'Rows as the planner knows; 0 before the first ANALYZE.';
COMMENT ON COLUMN tick_partitions.size_bytes IS 'Size with indexes, bytes.';
COMMENT ON COLUMN tick_partitions.detach_pending IS 'True where a DETACH CONCURRENTLY was broken off; the next retention ends it.';

CREATE FUNCTION copy_rights_of_ticks(partition_name text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    granted record;
BEGIN
    FOR granted IN
        SELECT a.privilege_type, a.grantee::regrole::text AS grantee
        FROM pg_class c
        CROSS JOIN LATERAL aclexplode(c.relacl) a
        WHERE c.oid = 'ticks'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT %s ON %I TO %s', granted.privilege_type, partition_name, granted.grantee);
    END LOOP;
END
$$;

COMMENT ON FUNCTION copy_rights_of_ticks IS 'Gives a partition the rights that roles have on ticks: the archiver writes to partitions by their names.';

-- 1296847440 is the archiver's lock class; the key is the number of the day since 1970-01-01. It is held by who makes, closes
-- or removes the partition of that day.
CREATE FUNCTION ensure_tick_partition(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    partition_name text := tick_partition_name(day);
    found record;
BEGIN
    IF day IS NULL OR NOT isfinite(day) THEN
        RAISE EXCEPTION 'no partition for day %', coalesce(day::text, 'NULL') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'ticks'::regclass AND inhrelid = to_regclass(partition_name)) THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(1296847440, day - date '1970-01-01');
    SELECT p.table_name, p.detach_pending INTO found FROM tick_partitions p WHERE p.day = ensure_tick_partition.day;
    IF found.table_name = partition_name THEN
        RETURN false;
    ELSIF found.detach_pending THEN
        RAISE EXCEPTION 'the partition of % is being taken off ticks: end the retention first', day
            USING ERRCODE = 'lock_not_available';
    ELSIF found.table_name IS NOT NULL THEN
        -- A retention was broken off before it had taken the day off.
        EXECUTE format('ALTER TABLE %I RENAME TO %I', found.table_name, partition_name);
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ticks INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS '
        'INCLUDING STORAGE INCLUDING COMMENTS)', partition_name);
    PERFORM copy_rights_of_ticks(partition_name);
    EXECUTE format('ALTER TABLE ticks ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition_name, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    INSERT INTO tick_partition_log (day, action, table_name) VALUES (day, 'CREATED', partition_name);
    RETURN true;
END
$$;

COMMENT ON FUNCTION ensure_tick_partition IS 'Makes the partition of a UTC day where it is missing; readers and writers of the others go on. True where it was made.';

CREATE FUNCTION lock_for_change(table_name text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lock_timeout_before text := current_setting('lock_timeout');
BEGIN
    -- Whoever comes after us waits while we wait. So wait for short, let them pass, and try again; and give up before the
    -- deadlock detector (1 s) looks, because a writer of late rows may hold ticks and wait for our partition.
    FOR attempt IN 1..20 LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '300ms', true);
            EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', table_name);
            PERFORM set_config('lock_timeout', lock_timeout_before, true);
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.2);
        END;
    END LOOP;
    RAISE EXCEPTION '% is in use: no moment in 10 s at which it could be changed; try again later', table_name
        USING ERRCODE = 'lock_not_available';
END
$$;

COMMENT ON FUNCTION lock_for_change IS 'Waits for a moment without readers or writers of ticks or of a partition, without holding them up for more than 0.3 s at a time.';

CREATE FUNCTION close_tick_partition(
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

    PERFORM lock_for_change('ticks');
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

COMMENT ON FUNCTION close_tick_partition IS 'Replaces the partition of a UTC day by a copy in the order of instrument and time with a B-tree on both. Readers go on meanwhile; writers of that day wait. Closing a day again sorts in what came late.';

CREATE FUNCTION due_tick_partitions(until timestamptz) RETURNS SETOF date
LANGUAGE sql STABLE AS $$
    SELECT p.day
    FROM tick_partitions p
    WHERE p.closed_at IS NULL AND p.table_name = tick_partition_name(p.day) AND (p.day + 1)::timestamp AT TIME ZONE 'UTC' <= until
    ORDER BY p.day
$$;

COMMENT ON FUNCTION due_tick_partitions IS 'UTC days that end at or before a moment and are not closed, oldest first.';

CREATE FUNCTION begin_tick_removal(day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    partition_name text := tick_partition_name(day);
    detached_name text := partition_name || '_detached';
    found text;
    number integer := 1;
BEGIN
    SELECT p.table_name INTO found FROM tick_partitions p WHERE p.day = begin_tick_removal.day;
    IF found IS DISTINCT FROM partition_name THEN
        RETURN found;
    END IF;
    WHILE to_regclass(detached_name) IS NOT NULL LOOP
        number := number + 1;
        detached_name := partition_name || '_detached_' || number;
    END LOOP;
    PERFORM lock_for_change(partition_name);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', partition_name, detached_name);
    RETURN detached_name;
END
$$;

COMMENT ON FUNCTION begin_tick_removal IS 'First step of a retention: takes the name from the partition of a day, so that no writer finds it any more; a late row waits for the end and gets a new partition. Returns the name that it has now, NULL where there is none. The lock of the day must be held.';

CREATE FUNCTION end_tick_removal(day date, detached_name text, estimated_rows bigint, keep_table boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    size bigint := pg_total_relation_size(to_regclass(detached_name));
    done text := CASE WHEN keep_table THEN 'DETACHED' ELSE 'DROPPED' END;
BEGIN
    IF to_regclass(detached_name) IS NULL OR starts_with(detached_name, tick_partition_name(day) || '_detached') IS NOT TRUE
       OR EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(detached_name)) THEN
        RAISE EXCEPTION '% is not a table that was taken off ticks', coalesce(detached_name, 'NULL')
            USING ERRCODE = 'undefined_table';
    END IF;
    IF NOT keep_table THEN
        EXECUTE format('DROP TABLE %I', detached_name);
    END IF;
    INSERT INTO tick_partition_log (day, action, table_name, row_count, size_bytes)
    VALUES (day, done, detached_name, estimated_rows, size);
    RETURN done;
END
$$;

COMMENT ON FUNCTION end_tick_removal IS 'Last step of a retention: drops or keeps the table of a day that is no partition any more, and writes it down.';

CREATE FUNCTION retain_ticks(
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
            PERFORM lock_for_change('ticks');
            detached_name := begin_tick_removal(retain_ticks.day);
            EXECUTE format('ALTER TABLE ticks DETACH PARTITION %I %s', detached_name, CASE WHEN pending THEN 'FINALIZE' END);
            action := end_tick_removal(retain_ticks.day, detached_name, row_count, keep_table);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION retain_ticks IS 'Takes the day partitions before a UTC day off ticks and drops them, or keeps them as tables of their own; tells only what it would do unless dry_run is false. Bars of ticks (tick_bars) stay.';

-- These act with the rights of the owner, so not everybody may call them.
REVOKE EXECUTE ON FUNCTION ensure_tick_partition, close_tick_partition, retain_ticks, begin_tick_removal, end_tick_removal
    FROM PUBLIC;
