-- Everything that a migration can leave in the catalog, one row per fact: kind, name, the relation it belongs to, definition.
-- Partitions come and go while the archive works and are no part of the schema; nor is what belongs to an extension. The parameter
-- names the schemas to look into, NULL all. To be run with search_path = pg_catalog, so that definitions name every object in full.
WITH wanted AS (SELECT ?::text[] AS names
), schemas AS (
    SELECT n.oid, n.nspname, n.nspacl, n.nspowner, CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END AS prefix
    FROM pg_namespace n, wanted
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (n.nspname = ANY (wanted.names) OR wanted.names IS NULL)
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
), relations AS (
    SELECT c.*, s.prefix || quote_ident(c.relname) AS name,
           CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                          WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' END AS kind
    FROM pg_class c
    JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i')
                        AND (d.deptype = 'e' OR c.relkind = 'S'))
      -- What retention has detached stays a table of its own until it is dropped.
      AND NOT (c.relkind = 'r' AND EXISTS (
          SELECT FROM pg_class p
          WHERE p.relkind = 'p' AND p.relnamespace = c.relnamespace AND c.relname ~ ('^' || p.relname || '_[0-9]{4,8}(_detached.*|_sorted)?$')))
), functions AS (
    SELECT p.*, s.prefix || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
           CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind
    FROM pg_proc p
    JOIN schemas s ON s.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
), types AS (
    SELECT t.*, s.prefix || quote_ident(t.typname) AS name
    FROM pg_type t
    JOIN schemas s ON s.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
), columns AS (
    SELECT a.*, r.name AS relation, r.relkind, r.name || '.' || quote_ident(a.attname) AS name
    FROM pg_attribute a
    JOIN relations r ON r.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'S'
), constraints AS (
    SELECT k.*, coalesce(r.name, t.name) || '.' || quote_ident(k.conname) AS name, r.name AS relation
    FROM pg_constraint k
    LEFT JOIN relations r ON r.oid = k.conrelid
    LEFT JOIN types t ON t.oid = k.contypid
    -- NOT NULL is told with the column; servers before 18 have no constraint of it.
    WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND (r.oid IS NOT NULL OR t.oid IS NOT NULL)
), indexes AS (
    SELECT i.*, x.relname, r.name AS relation, r.name || '.' || quote_ident(x.relname) AS name
    FROM pg_index i
    JOIN relations r ON r.oid = i.indrelid
    JOIN pg_class x ON x.oid = i.indexrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
), grants AS (
    SELECT r.kind || ' ' || r.name AS name, r.name AS relation, r.relowner AS owner, g.*
    FROM relations r, aclexplode(coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, r.relowner))) g
    UNION ALL
    SELECT 'column ' || c.name, c.relation, t.relowner, g.*
    FROM columns c
    JOIN pg_class t ON t.oid = c.attrelid, aclexplode(c.attacl) g
    UNION ALL
    SELECT f.kind || ' ' || f.name, NULL, f.proowner, g.*
    FROM functions f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) g
    UNION ALL
    -- Up to 14 and after an upgrade from there everybody may create in "public": compared like any other grant.
    SELECT 'schema ' || quote_ident(s.nspname), NULL, s.nspowner, g.*
    FROM schemas s, aclexplode(coalesce(s.nspacl, acldefault('n', s.nspowner))) g
)
SELECT 'schema' AS kind, quote_ident(nspname) AS name, NULL AS relation, 'exists' AS definition
FROM schemas
UNION ALL
SELECT kind, name, NULL,
       concat_ws('; ',
                 CASE WHEN relkind = 'p' THEN 'partition by ' || pg_get_partkeydef(oid) END,
                 CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
                 CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END,
                 CASE WHEN relrowsecurity THEN 'row level security' END,
                 CASE WHEN relforcerowsecurity THEN 'also for the owner' END,
                 CASE WHEN reloptions IS NOT NULL THEN 'with ' || array_to_string(reloptions, ', ') END,
                 'exists')
FROM relations
UNION ALL
SELECT 'column', name, relation,
       concat_ws(' ',
                 format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attcollation <> t.typcollation
                      THEN 'collate ' || (SELECT quote_ident(collname) FROM pg_collation WHERE oid = a.attcollation) END,
                 CASE WHEN a.attnotnull THEN 'not null' END,
                 CASE a.attidentity WHEN 'a' THEN 'generated always as identity' WHEN 'd' THEN 'generated by default as identity' END,
                 CASE a.attgenerated WHEN '' THEN 'default ' || pg_get_expr(d.adbin, d.adrelid)
                                     ELSE 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')' END,
                 CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
                 CASE WHEN a.attcompression <> '' THEN 'compression ' || a.attcompression::text END)
FROM columns a
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
UNION ALL
SELECT 'constraint', name, relation, pg_get_constraintdef(oid) FROM constraints
UNION ALL
SELECT 'index', name, relation, pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' not valid' END FROM indexes
UNION ALL
SELECT kind, name, NULL, CASE WHEN prokind = 'a' THEN 'exists' ELSE pg_get_functiondef(oid) END FROM functions
UNION ALL
SELECT 'trigger', r.name || '.' || quote_ident(t.tgname), r.name,
       pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' disabled' ELSE ' enabled ' || t.tgenabled::text END
FROM pg_trigger t
JOIN relations r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rule', r.name || '.' || quote_ident(w.rulename), r.name, pg_get_ruledef(w.oid)
FROM pg_rewrite w
JOIN relations r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.name || '.' || quote_ident(p.polname), r.name,
       concat_ws(' ',
                 CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
                 'for', CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
                 'to', (SELECT string_agg(CASE m WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(m) END, ', ' ORDER BY 1)
                        FROM unnest(p.polroles) m),
                 'using ' || pg_get_expr(p.polqual, p.polrelid),
                 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p
JOIN relations r ON r.oid = p.polrelid
UNION ALL
SELECT 'statistics', r.name || '.' || quote_ident(s.stxname), r.name, pg_get_statisticsobjdef(s.oid)
FROM pg_statistic_ext s
JOIN relations r ON r.oid = s.stxrelid
UNION ALL
SELECT 'type', t.name, NULL,
       CASE t.typtype
           WHEN 'e' THEN 'enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                                     FROM pg_enum e WHERE e.enumtypid = t.oid)
           ELSE concat_ws(' ', 'domain', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END,
                          'default ' || t.typdefault)
       END
FROM types t
UNION ALL
SELECT 'grant', 'on ' || name || ' to ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, relation,
       string_agg(privilege_type || CASE WHEN is_grantable THEN ' with grant option' ELSE '' END, ', ' ORDER BY privilege_type)
FROM grants
WHERE grantee <> owner
GROUP BY name, relation, grantee
UNION ALL
-- The role that migrates is another one in each database and is left out.
SELECT 'default privileges', 'in schema ' || quote_ident(s.nspname) || ' on ' || d.defaclobjtype::text || ' to '
           || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, NULL,
       string_agg(DISTINCT g.privilege_type, ', ' ORDER BY g.privilege_type)
FROM pg_default_acl d
JOIN schemas s ON s.oid = d.defaclnamespace, aclexplode(d.defaclacl) g
WHERE g.grantee <> d.defaclrole
GROUP BY 2
UNION ALL
SELECT 'role', quote_ident(r.rolname), NULL,
       concat_ws(', ',
                 CASE WHEN r.rolsuper THEN 'superuser' END,
                 CASE WHEN r.rolbypassrls THEN 'bypasses row level security' END,
                 CASE WHEN r.rolcreaterole THEN 'creates roles' END,
                 CASE WHEN r.rolcreatedb THEN 'creates databases' END,
                 CASE WHEN r.rolreplication THEN 'replicates' END,
                 CASE WHEN r.rolinherit THEN 'inherits' END,
                 'member of ' || (SELECT string_agg(quote_ident(pg_get_userbyid(m.roleid)), ' ' ORDER BY pg_get_userbyid(m.roleid))
                                  FROM pg_auth_members m WHERE m.member = r.oid),
                 'exists')
FROM pg_roles r
WHERE r.rolname ~ '^millrace_'
UNION ALL
SELECT 'comment', 'on ' || r.kind || ' ' || r.name, r.name, d.description
FROM relations r
JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid AND d.objsubid = 0
UNION ALL
SELECT 'comment', 'on column ' || c.name, c.relation, d.description
FROM columns c
JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.attrelid AND d.objsubid = c.attnum
UNION ALL
SELECT 'comment', 'on constraint ' || c.name, c.relation, d.description
FROM constraints c
JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = c.oid
UNION ALL
SELECT 'comment', 'on index ' || i.name, i.relation, d.description
FROM indexes i
JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
UNION ALL
SELECT 'comment', 'on ' || f.kind || ' ' || f.name, NULL, d.description
FROM functions f
JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = f.oid
UNION ALL
SELECT 'comment', 'on trigger ' || r.name || '.' || quote_ident(t.tgname), r.name, d.description
FROM pg_trigger t
JOIN relations r ON r.oid = t.tgrelid
JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid
UNION ALL
SELECT 'comment', 'on type ' || t.name, NULL, d.description
FROM types t
JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
