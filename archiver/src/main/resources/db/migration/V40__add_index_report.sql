-- Which indexes are worth their price. Anybody may read it; rebuilding is up to the owner.

CREATE VIEW index_report AS
SELECT c.table_name,
       c.index_name,
       c.size_bytes,
       c.scans,
       c.table_writes,
       c.constraint_type,
       c.valid,
       c.expected_bytes,
       CASE WHEN c.expected_bytes > 0 AND c.size_bytes > c.expected_bytes
            THEN round((c.size_bytes - c.expected_bytes)::numeric / c.size_bytes, 3) ELSE 0 END AS bloat_share,
       CASE WHEN NOT c.valid THEN 'REBUILD'
            WHEN c.expected_bytes > 0 AND c.size_bytes > 1048576 AND c.size_bytes > c.expected_bytes * 1.43 THEN 'REBUILD'
            WHEN c.scans = 0 AND c.constraint_type IS NULL AND c.table_writes > 10000 THEN 'UNUSED'
            ELSE 'KEEP' END AS advice
FROM (SELECT t.relname::text AS table_name,
             x.relname::text AS index_name,
             pg_relation_size(x.oid) AS size_bytes,
             coalesce(s.idx_scan, 0) AS scans,
             coalesce(u.n_tup_ins + u.n_tup_upd + u.n_tup_del, 0) AS table_writes,
             CASE WHEN i.indisprimary THEN 'PRIMARY KEY' WHEN i.indisunique THEN 'UNIQUE'
                  WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid) THEN 'CONSTRAINT' END AS constraint_type,
             i.indisvalid AS valid,
             -- Entries of 8 bytes and their keys, each on a boundary of 8, with a pointer of 4 bytes; pages of 8168 bytes filled by nine tenths.
             CASE WHEN m.amname = 'btree' AND x.reltuples > 0 AND i.indpred IS NULL AND i.indexprs IS NULL THEN
                 (ceil(x.reltuples * (12 + ceil((SELECT sum(coalesce(w.avg_width, 8))
                                                  FROM pg_attribute a
                                                  LEFT JOIN pg_stats w ON w.schemaname = 'public' AND w.tablename = t.relname
                                                                      AND w.attname = a.attname
                                                  WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey::smallint[])) / 8.0) * 8)
                       / (8168 * 0.9)) + 2)::bigint * 8192 END AS expected_bytes
      FROM pg_index i
      JOIN pg_class x ON x.oid = i.indexrelid AND x.relkind = 'i'
      JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
      JOIN pg_am m ON m.oid = x.relam
      LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = x.oid
      LEFT JOIN pg_stat_user_tables u ON u.relid = t.oid) c;

COMMENT ON VIEW index_report IS 'Indexes with size, use, estimated bloat and advice. Source: the statistics of the server, which begin anew after a crash.';
COMMENT ON COLUMN index_report.table_name IS 'Table or partition.';
COMMENT ON COLUMN index_report.index_name IS 'Index.';
COMMENT ON COLUMN index_report.size_bytes IS 'Size on disk, bytes.';
COMMENT ON COLUMN index_report.scans IS 'Times that a query has used it since the statistics began.';
COMMENT ON COLUMN index_report.table_writes IS 'Rows inserted, updated and deleted in the table since the statistics began.';
COMMENT ON COLUMN index_report.constraint_type IS 'PRIMARY KEY, UNIQUE or CONSTRAINT where it guards one and is needed whoever uses it; NULL for others.';
COMMENT ON COLUMN index_report.valid IS 'False where a CONCURRENTLY was broken off: it costs and does not help.';
COMMENT ON COLUMN index_report.expected_bytes IS 'Estimated size after a rebuild: rows and widths from the planner''s statistics; NULL for others than plain B-trees and before the first ANALYZE.';
COMMENT ON COLUMN index_report.bloat_share IS 'Estimated part of the size that a rebuild would free, 0 to 1.';
COMMENT ON COLUMN index_report.advice IS 'REBUILD: invalid, or larger than 1 MiB and 43 % over its expected size; UNUSED: never used though the table is written (the owner decides); KEEP.';

SELECT grant_roles();
