-- What an operator looks at daily and monthly, and what cleans up; a scheduler may call the functions.

CREATE VIEW api_limit_report AS
SELECT l.api_name,
       l.endpoint,
       count(*) AS windows,
       sum(l.request_count)::bigint AS requests,
       max(l.request_count) AS peak_requests,
       max(l.request_limit) AS request_limit,
       round(max(l.request_count::numeric / l.request_limit), 3) AS peak_share,
       count(*) FILTER (WHERE l.request_count >= 0.8 * l.request_limit) AS tight_windows,
       sum(l.blocked_count)::bigint AS blocked,
       max(l.window_end) AS last_window_end
FROM api_rate_limits l
WHERE l.window_end > now() - interval '30 days'
GROUP BY l.api_name, l.endpoint;

COMMENT ON VIEW api_limit_report IS 'Use of interfaces in the last 30 days, and how near to the limit. Source: api_rate_limits.';
COMMENT ON COLUMN api_limit_report.api_name IS 'Interface.';
COMMENT ON COLUMN api_limit_report.endpoint IS 'Endpoint of the interface.';
COMMENT ON COLUMN api_limit_report.windows IS 'Windows with requests.';
COMMENT ON COLUMN api_limit_report.requests IS 'Requests in all of them.';
COMMENT ON COLUMN api_limit_report.peak_requests IS 'Requests of the busiest window.';
COMMENT ON COLUMN api_limit_report.request_limit IS 'Highest limit of a window; NULL where there was none.';
COMMENT ON COLUMN api_limit_report.peak_share IS 'Requests divided by the limit in the tightest window; NULL where there was no limit.';
COMMENT ON COLUMN api_limit_report.tight_windows IS 'Windows that used 80 % of their limit or more.';
COMMENT ON COLUMN api_limit_report.blocked IS 'Requests that were turned away.';
COMMENT ON COLUMN api_limit_report.last_window_end IS 'End of the newest window.';

CREATE VIEW cache_report AS
SELECT split_part(c.cache_key, ':', 1) AS key_group,
       count(*) AS entries,
       count(*) FILTER (WHERE c.expires_at <= now()) AS expired,
       count(*) FILTER (WHERE c.access_count = 0) AS never_used,
       sum(c.access_count)::bigint AS hits,
       sum(c.miss_count)::bigint AS misses,
       round(sum(c.access_count) / nullif(sum(c.access_count) + sum(c.miss_count), 0), 4) AS hit_rate,
       sum(pg_column_size(c.cache_value))::bigint AS size_bytes,
       max(c.last_accessed_at) AS last_accessed_at
FROM cache_entries c
GROUP BY 1;

COMMENT ON VIEW cache_report IS 'How often the cache answers, by the part of the key before the first colon. Source: cache_entries.';
COMMENT ON COLUMN cache_report.key_group IS 'Part of the key before the first colon.';
COMMENT ON COLUMN cache_report.entries IS 'Entries of the group.';
COMMENT ON COLUMN cache_report.expired IS 'Entries whose time is over.';
COMMENT ON COLUMN cache_report.never_used IS 'Entries that have never answered.';
COMMENT ON COLUMN cache_report.hits IS 'Questions that the entries have answered.';
COMMENT ON COLUMN cache_report.misses IS 'Questions that came before or after their time.';
COMMENT ON COLUMN cache_report.hit_rate IS 'hits / (hits + misses), 0 to 1; NULL before the first question.';
COMMENT ON COLUMN cache_report.size_bytes IS 'Stored size of the values, bytes.';
COMMENT ON COLUMN cache_report.last_accessed_at IS 'Newest answer of the group.';

CREATE VIEW health_report AS
SELECT n.component,
       n.status,
       n.response_time_ms,
       n.checked_at,
       d.checks,
       d.not_healthy,
       d.errors,
       d.slowest_ms
FROM (SELECT DISTINCT ON (h.component) h.component, h.status, h.response_time_ms, h.checked_at
      FROM system_health h
      ORDER BY h.component, h.checked_at DESC) n
LEFT JOIN LATERAL (
    SELECT count(*) AS checks,
           count(*) FILTER (WHERE h.status <> 'healthy') AS not_healthy,
           coalesce(sum(h.error_count), 0)::bigint AS errors,
           max(h.response_time_ms)::double precision AS slowest_ms
    FROM system_health h
    WHERE h.component = n.component AND h.checked_at > now() - interval '1 day') d ON true;

COMMENT ON VIEW health_report IS 'Newest state of each component and its last day. Source: system_health.';
COMMENT ON COLUMN health_report.component IS 'Component.';
COMMENT ON COLUMN health_report.status IS 'Newest state: healthy, degraded, unhealthy or unknown.';
COMMENT ON COLUMN health_report.response_time_ms IS 'Answer time of the newest check, ms; NULL where none was measured.';
COMMENT ON COLUMN health_report.checked_at IS 'Time of the newest check.';
COMMENT ON COLUMN health_report.checks IS 'Checks in the last day.';
COMMENT ON COLUMN health_report.not_healthy IS 'Checks in the last day that were anything but healthy.';
COMMENT ON COLUMN health_report.errors IS 'Errors counted by the checks of the last day.';
COMMENT ON COLUMN health_report.slowest_ms IS 'Longest answer time of the last day, ms.';

CREATE FUNCTION cleanup_jobs(older_than interval DEFAULT '7 days') RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    IF older_than IS NULL OR older_than < interval '0' THEN
        RAISE invalid_parameter_value USING MESSAGE = format('cleanup_jobs: older_than has to be 0 or more, not %s', older_than);
    END IF;
    DELETE FROM public.background_jobs j
    WHERE j.status IN ('completed', 'failed', 'cancelled') AND j.finished_at < clock_timestamp() - older_than;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

COMMENT ON FUNCTION cleanup_jobs(interval) IS 'Removes jobs that ended longer ago than that; each leaves its audit entry. Jobs that wait or run stay. Returns the number removed.';

SELECT grant_roles();
