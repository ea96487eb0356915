-- For a Citus cluster: apply after the migrations of the default path, once, before there is much in the tables.
-- Every table that belongs to an engine is distributed by engine_id, all of them together (colocated), so whatever joins or refers
-- within an engine stays on one node and the archiver of an engine writes to one node. Tables without an engine stay on the
-- coordinator; those that are read together with distributed ones everywhere become reference tables.

CREATE EXTENSION IF NOT EXISTS citus;

CREATE TABLE distributed_tables (
    table_name text NOT NULL,
    kind       text NOT NULL,
    CONSTRAINT distributed_tables_pkey PRIMARY KEY (table_name),
    CONSTRAINT distributed_tables_kind_known CHECK (kind IN ('DISTRIBUTED', 'REFERENCE'))
);

COMMENT ON TABLE distributed_tables IS 'Tables that were given to the cluster, and how. Source: the optional migration for Citus.';
COMMENT ON COLUMN distributed_tables.table_name IS 'Table.';
COMMENT ON COLUMN distributed_tables.kind IS 'DISTRIBUTED by engine_id, or REFERENCE: whole on each node.';

DO $$
DECLARE
    next_table record;
    first_table text;
    left_over bigint;
    placed bigint;
BEGIN
    -- A table comes after those that it refers to; tables that refer to themselves come at once.
    LOOP
        placed := 0;
        FOR next_table IN
            SELECT c.relname::text AS name
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'engine_id' AND a.attnotnull AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND NOT EXISTS (SELECT FROM distributed_tables d WHERE d.table_name = c.relname)
              AND NOT EXISTS (
                  SELECT FROM pg_constraint f
                  JOIN pg_class t ON t.oid = f.confrelid
                  WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid
                    AND NOT EXISTS (SELECT FROM distributed_tables d WHERE d.table_name = t.relname))
            ORDER BY c.relname
        LOOP
            IF first_table IS NULL THEN
                PERFORM create_distributed_table(next_table.name::regclass, 'engine_id');
                first_table := next_table.name;
            ELSE
                PERFORM create_distributed_table(next_table.name::regclass, 'engine_id', colocate_with => first_table);
            END IF;
            INSERT INTO distributed_tables VALUES (next_table.name, 'DISTRIBUTED');
            placed := placed + 1;
        END LOOP;
        EXIT WHEN placed = 0;
    END LOOP;
    SELECT count(*) INTO left_over
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'engine_id' AND a.attnotnull AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND NOT EXISTS (SELECT FROM distributed_tables d WHERE d.table_name = c.relname);
    IF left_over > 0 THEN
        RAISE EXCEPTION '% tables of engines refer to tables that are not distributed', left_over;
    END IF;
END $$;
