-- Who changed what, and when: append-only, each row bound to the one before by its hash. There are several chains, because a
-- chain has one writer at a time: the archiver of an engine writes engine:<id>, the services write operational.

CREATE TABLE audit_chains (
    chain       text        NOT NULL,
    entry_count bigint      NOT NULL,
    head_hash   bytea       NOT NULL,
    updated_at  timestamptz NOT NULL,
    CONSTRAINT audit_chains_pkey PRIMARY KEY (chain),
    CONSTRAINT audit_chains_entry_count_range CHECK (entry_count >= 0),
    CONSTRAINT audit_chains_head_hash_length CHECK (octet_length(head_hash) = 32)
);

COMMENT ON TABLE audit_chains IS 'Newest entry of each chain of audit_logs; its row is the lock under which the chain grows. Source: triggers of audit_logs.';
COMMENT ON COLUMN audit_chains.chain IS 'Name of the chain: operational, or engine:<engine_id>.';
COMMENT ON COLUMN audit_chains.entry_count IS 'Entries of the chain, which is the chain_sequence of the newest; 0 before the first.';
COMMENT ON COLUMN audit_chains.head_hash IS 'Hash of the newest entry, SHA-256; 32 zero bytes before the first.';
COMMENT ON COLUMN audit_chains.updated_at IS 'Time of the newest entry''s statement, by the clock of the database.';

CREATE TABLE audit_logs (
    chain          text        NOT NULL DEFAULT 'operational',
    chain_sequence bigint      NOT NULL,
    entity_type    text        NOT NULL,
    entity_id      text        NOT NULL DEFAULT '',
    action         text        NOT NULL,
    actor          text        NOT NULL DEFAULT coalesce(nullif(current_setting('millrace.actor', true), ''), CURRENT_USER),
    user_id        text                 DEFAULT nullif(current_setting('millrace.user_id', true), ''),
    old_value      jsonb,
    new_value      jsonb,
    timestamp      timestamptz NOT NULL DEFAULT clock_timestamp(),
    context        jsonb       NOT NULL DEFAULT '{}',
    engine_id      integer,
    sequence       bigint,
    previous_hash  bytea       NOT NULL,
    hash           bytea       NOT NULL,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (chain, chain_sequence),
    CONSTRAINT audit_logs_chain_name CHECK (chain = 'operational' OR chain ~ '^engine:(0|-?[1-9][0-9]*)$'),
    CONSTRAINT audit_logs_chain_sequence_positive CHECK (chain_sequence > 0),
    CONSTRAINT audit_logs_entity_type_length CHECK (length(entity_type) BETWEEN 1 AND 100),
    CONSTRAINT audit_logs_action_length CHECK (length(action) BETWEEN 1 AND 100),
    CONSTRAINT audit_logs_actor_length CHECK (length(actor) BETWEEN 1 AND 200),
    CONSTRAINT audit_logs_timestamp_finite CHECK (isfinite(timestamp)),
    CONSTRAINT audit_logs_context_object CHECK (jsonb_typeof(context) = 'object'),
    CONSTRAINT audit_logs_journal_record CHECK (
        CASE WHEN chain = 'operational' THEN num_nulls(engine_id, sequence) = 2
             ELSE chain = 'engine:' || engine_id AND sequence > 0 END IS TRUE),
    CONSTRAINT audit_logs_hash_lengths CHECK (octet_length(previous_hash) = 32 AND octet_length(hash) = 32)
);

-- Equal in both worlds: an entity's history, a user's history, the newest of all, and a journal record's entries.
CREATE INDEX audit_logs_entity ON audit_logs (entity_type, entity_id, timestamp);
CREATE INDEX audit_logs_user ON audit_logs (user_id, timestamp) WHERE user_id IS NOT NULL;
CREATE INDEX audit_logs_timestamp ON audit_logs (timestamp);
CREATE INDEX audit_logs_journal ON audit_logs (engine_id, sequence) WHERE engine_id IS NOT NULL;

COMMENT ON TABLE audit_logs IS 'Every change to the configuration, sessions, jobs and signals; append-only, chained by hash. Source: triggers of the operational tables, the services, and the journal through the archiver.';
COMMENT ON COLUMN audit_logs.chain IS 'Chain that the entry belongs to: operational, or engine:<engine_id> for what comes from a journal.';
COMMENT ON COLUMN audit_logs.chain_sequence IS 'Number of the entry in its chain, from 1 without a gap; set by a trigger.';
COMMENT ON COLUMN audit_logs.entity_type IS 'Kind of thing that was changed; for operational tables the name of the table.';
COMMENT ON COLUMN audit_logs.entity_id IS 'Which one; empty where the entry is about no single one.';
COMMENT ON COLUMN audit_logs.action IS 'What was done, such as INSERT, UPDATE, DELETE, LOGIN.';
COMMENT ON COLUMN audit_logs.actor IS 'Component or role that did it: the setting millrace.actor of the transaction, else the database role.';
COMMENT ON COLUMN audit_logs.user_id IS 'User on whose behalf: the setting millrace.user_id of the transaction; NULL where none is known.';
COMMENT ON COLUMN audit_logs.old_value IS 'State before, secrets redacted; NULL where there was none.';
COMMENT ON COLUMN audit_logs.new_value IS 'State after, secrets redacted; NULL where there is none.';
COMMENT ON COLUMN audit_logs.timestamp IS 'Chain operational: when the entry was made, by the clock of the database. Engine chains: event time of the record, cut to microseconds.';
COMMENT ON COLUMN audit_logs.context IS 'Whatever else helps to understand the entry, as an object.';
COMMENT ON COLUMN audit_logs.engine_id IS 'Engine (shard) whose journal holds the record; NULL in the chain operational.';
COMMENT ON COLUMN audit_logs.sequence IS 'Journal sequence of the record; NULL in the chain operational.';
COMMENT ON COLUMN audit_logs.previous_hash IS 'Hash of the entry before, 32 zero bytes in the first; set by a trigger.';
COMMENT ON COLUMN audit_logs.hash IS 'SHA-256 over the canonical bytes of all other columns, as the comment of audit_row_hash says; set by a trigger.';

CREATE FUNCTION audit_field(value bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN int4send(-1) ELSE int4send(octet_length(value)) || value END;

COMMENT ON FUNCTION audit_field(bytea) IS 'One field of the canonical bytes of an audit entry: its length in bytes as four bytes, most significant first, and the bytes; the length -1 and nothing for NULL.';

CREATE FUNCTION audit_row_hash(entry audit_logs) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(
    audit_field(convert_to('millrace-audit-1', 'UTF8'))
    || audit_field(convert_to((entry).chain, 'UTF8'))
    || audit_field(int8send((entry).chain_sequence))
    || audit_field(convert_to((entry).entity_type, 'UTF8'))
    || audit_field(convert_to((entry).entity_id, 'UTF8'))
    || audit_field(convert_to((entry).action, 'UTF8'))
    || audit_field(convert_to((entry).actor, 'UTF8'))
    || audit_field(convert_to((entry).user_id, 'UTF8'))
    || audit_field(convert_to((entry).old_value::text, 'UTF8'))
    || audit_field(convert_to((entry).new_value::text, 'UTF8'))
    || audit_field(int8send((extract(epoch FROM (entry).timestamp) * 1000000)::bigint))
    || audit_field(convert_to((entry).context::text, 'UTF8'))
    || audit_field(int4send((entry).engine_id))
    || audit_field(int8send((entry).sequence))
    || audit_field((entry).previous_hash));

COMMENT ON FUNCTION audit_row_hash(audit_logs) IS 'SHA-256 over the canonical bytes of an audit entry: audit_field of the text millrace-audit-1 and then of each column except hash, in the order of the table. Text as UTF-8; jsonb as the server prints it; integers in two''s complement, most significant byte first; timestamp as microseconds since 1970-01-01 UTC, 8 bytes.';

-- Runs with the rights of the writer, before the chaining: whose entry it is decides who may write it.
CREATE FUNCTION audit_logs_admit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    owner name := (SELECT relowner::regrole::name FROM pg_class WHERE oid = TG_RELID);
BEGIN
    IF NEW.chain = 'operational' THEN
        -- Nobody writes history with a date of his own.
        NEW.timestamp := clock_timestamp();
        IF current_user <> owner AND NOT pg_has_role(current_user, 'millrace_service', 'USAGE') THEN
            RAISE insufficient_privilege USING MESSAGE = format('%s may not write to the audit chain operational', current_user);
        END IF;
    ELSIF current_user <> owner AND NOT pg_has_role(current_user, 'millrace_archiver', 'USAGE') THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not write to the audit chain %s', current_user, NEW.chain);
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION audit_logs_admit() IS 'Trigger of audit_logs: services write the chain operational, at the time of the clock; the archiver writes the chains of the engines.';

CREATE FUNCTION audit_logs_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
    head public.audit_chains;
    newer record;
BEGIN
    SELECT * INTO head FROM public.audit_chains c WHERE c.chain = NEW.chain FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO public.audit_chains VALUES (NEW.chain, 0, decode(repeat('00', 32), 'hex'), clock_timestamp())
        ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM public.audit_chains c WHERE c.chain = NEW.chain FOR UPDATE;
        IF NOT FOUND THEN
            RAISE serialization_failure USING MESSAGE = format('the audit chain %s was begun by another transaction', NEW.chain);
        END IF;
    END IF;
    -- The head moves once for a statement: its earlier rows are found in the table, and not in place of the head, so that
    -- entries which were cut off leave a gap for ever.
    SELECT l.chain_sequence, l.hash INTO newer
    FROM public.audit_logs l
    WHERE l.chain = NEW.chain AND l.chain_sequence > head.entry_count
    ORDER BY l.chain_sequence DESC
    LIMIT 1;
    IF FOUND THEN
        NEW.chain_sequence := newer.chain_sequence + 1;
        NEW.previous_hash := newer.hash;
    ELSE
        NEW.chain_sequence := head.entry_count + 1;
        NEW.previous_hash := head.head_hash;
    END IF;
    NEW.hash := public.audit_row_hash(NEW);
    RETURN NEW;
END $$;

COMMENT ON FUNCTION audit_logs_chain() IS 'Trigger of audit_logs: takes the lock of the chain, numbers the entry and binds it to the one before. What the writer gave for these columns is replaced.';

CREATE FUNCTION audit_logs_move_heads() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE public.audit_chains c
    SET entry_count = n.chain_sequence, head_hash = n.hash, updated_at = clock_timestamp()
    FROM (SELECT DISTINCT ON (chain) chain, chain_sequence, hash
          FROM added
          ORDER BY chain, chain_sequence DESC) n
    WHERE c.chain = n.chain;
    RETURN NULL;
END $$;

COMMENT ON FUNCTION audit_logs_move_heads() IS 'Trigger of audit_logs: moves the heads of the chains to the entries of the statement.';

CREATE FUNCTION audit_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege
        USING MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP),
              HINT = 'Correct an entry by a new one.';
END $$;

COMMENT ON FUNCTION audit_refuse() IS 'Trigger of the audit tables: refuses what would change or remove an entry, whoever asks.';

CREATE TRIGGER audit_logs_1_admit BEFORE INSERT ON audit_logs FOR EACH ROW EXECUTE FUNCTION audit_logs_admit();
CREATE TRIGGER audit_logs_2_chain BEFORE INSERT ON audit_logs FOR EACH ROW EXECUTE FUNCTION audit_logs_chain();
CREATE TRIGGER audit_logs_3_heads AFTER INSERT ON audit_logs REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_move_heads();
CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logs
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chains_keep BEFORE DELETE OR TRUNCATE ON audit_chains
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- Also where a session says that it only replicates.
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_1_admit;
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_2_chain;
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_3_heads;
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_append_only;
ALTER TABLE audit_chains ENABLE ALWAYS TRIGGER audit_chains_keep;

CREATE FUNCTION audit_head_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.chain <> OLD.chain OR NEW.entry_count < OLD.entry_count THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('the audit chain %s cannot go back from %s entries to %s', OLD.chain, OLD.entry_count, NEW.entry_count);
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION audit_head_guard() IS 'Trigger of audit_chains: a chain only grows.';

CREATE TRIGGER audit_chains_grow BEFORE UPDATE ON audit_chains FOR EACH ROW EXECUTE FUNCTION audit_head_guard();
ALTER TABLE audit_chains ENABLE ALWAYS TRIGGER audit_chains_grow;

CREATE FUNCTION audit_record(
    entity_type text, entity_id text, action text, old_value jsonb DEFAULT NULL, new_value jsonb DEFAULT NULL,
    context jsonb DEFAULT '{}')
RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO audit_logs (entity_type, entity_id, action, old_value, new_value, context)
    VALUES (audit_record.entity_type, coalesce(audit_record.entity_id, ''), audit_record.action, audit_record.old_value,
            audit_record.new_value, coalesce(audit_record.context, '{}'))
    RETURNING chain_sequence;
$$;

COMMENT ON FUNCTION audit_record(text, text, text, jsonb, jsonb, jsonb) IS 'Writes one entry to the chain operational with the rights of the caller and returns its number. Actor and user come from the settings millrace.actor and millrace.user_id.';
