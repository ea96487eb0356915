-- Tables and views with what a reader wants to know of them: one row per relation and column, in the order of the table.
SELECT c.relname AS relation, c.relkind::text AS kind, coalesce(obj_description(c.oid, 'pg_class'), '') AS relation_comment,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) ELSE '' END AS partition_key,
       a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
       CASE WHEN a.attidentity <> '' THEN 'identity'
            WHEN a.attgenerated <> '' THEN 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
            ELSE coalesce(pg_get_expr(d.adbin, d.adrelid), '') END AS default_value,
       coalesce(col_description(c.oid, a.attnum), '') AS comment,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) AS primary_key,
       coalesce((SELECT string_agg(k.confrelid::regclass::text, ', ' ORDER BY k.conname) FROM pg_constraint k
                 WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0 AND a.attnum = ANY (k.conkey)), '') AS refers_to
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
  AND c.relname <> 'flyway_schema_history'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
  AND NOT (c.relkind = 'r' AND EXISTS (
      SELECT FROM pg_class p
      WHERE p.relkind = 'p' AND p.relnamespace = c.relnamespace AND c.relname ~ ('^' || p.relname || '_[0-9]{4,8}(_detached.*|_sorted)?$')))
ORDER BY c.relname, a.attnum
