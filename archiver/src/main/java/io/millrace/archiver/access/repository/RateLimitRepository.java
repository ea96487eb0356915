package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.RateLimitWindow;
import java.time.Duration;

/** Counts requests per window of time, for all instances of a service together. Any thread. */
public final class RateLimitRepository extends Repository {
    private static final String COLUMNS =
            "id, api_name, endpoint, request_count, request_limit, blocked_count, window_start, window_end";
    private static final String ANY_ID = "0";

    // One statement, so that two callers never both take the last place. A request over the limit is counted as
    // blocked.
    private static final Sql ACQUIRE = Sql.insert("""
            INSERT INTO api_rate_limits AS w (api_name, endpoint, request_count, request_limit, window_start, window_end)
            SELECT :apiName, :endpoint, 1, :requestLimit, s.start, s.start + make_interval(secs => :windowSeconds)
            FROM (SELECT date_bin(make_interval(secs => :windowSeconds), now(), timestamptz '2000-01-01 00:00:00Z') AS start) s
            ON CONFLICT ON CONSTRAINT api_rate_limits_window DO UPDATE
            SET request_count = w.request_count + (w.request_count < excluded.request_limit)::int,
                blocked_count = w.blocked_count + (w.request_count >= excluded.request_limit)::int,
                request_limit = excluded.request_limit
            RETURNING\s""" + COLUMNS);
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS
            + " FROM api_rate_limits WHERE api_name = :apiName AND (window_start, id) < (:afterTime, :afterId::bigint)"
            + " ORDER BY window_start DESC, id DESC LIMIT :limit");
    private static final Sql CLEAN_UP =
            Sql.delete("DELETE FROM api_rate_limits WHERE window_end < now() - make_interval(days => :days)");

    private static final int NAME_LENGTH = 100;
    private static final int ENDPOINT_LENGTH = 500;
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_DAYS = 36_500;

    public RateLimitRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Counts a request.
     *
     * @param window 1 s to 24 h
     * @return the window after it; {@code blockedCount} has grown where the request must not be made
     */
    public RateLimitWindow countRequest(String apiName, String endpoint, int requestLimit, Duration window) {
        checks("countRequest")
                .text("apiName", apiName, NAME_LENGTH)
                .text("endpoint", endpoint, ENDPOINT_LENGTH)
                .whole("requestLimit", requestLimit, 1, Integer.MAX_VALUE)
                .required("window", window)
                .whole("window", window.toSeconds(), 1, MOST_SECONDS);
        return call("countRequest", ACQUIRE)
                .bind("apiName", apiName)
                .bind("endpoint", endpoint)
                .bind("requestLimit", requestLimit)
                .bind("windowSeconds", (double) window.toSeconds())
                .one(RateLimitWindow.class);
    }

    /** Windows of an interface, newest first. */
    public Page<RateLimitWindow> listByApi(String apiName, PageRequest page) {
        checks("listByApi").text("apiName", apiName, NAME_LENGTH);
        return page("listByApi", call("listByApi", LIST).bind("apiName", apiName), page, ANY_ID, RateLimitWindow.class);
    }

    /** Removes windows that ended so many days ago; how many. */
    public int cleanupOldWindows(int days) {
        checks("cleanupOldWindows").whole("days", days, 0, MOST_DAYS);
        return call("cleanupOldWindows", CLEAN_UP).bind("days", days).execute();
    }
}
