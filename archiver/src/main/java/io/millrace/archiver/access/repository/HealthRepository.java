package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.HealthRecord;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What checks of components have found. Any thread. */
public final class HealthRepository extends Repository {
    private static final String COLUMNS = "id, component, status, response_time_ms, error_count, details, checked_at";
    private static final String ANY_ID = "0";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO system_health (component, status, response_time_ms, error_count, details)
            VALUES (:component, :status, :responseTimeMs, :errorCount, :details)
            RETURNING\s""" + COLUMNS);
    private static final Sql LATEST = Sql.select("SELECT " + COLUMNS
            + " FROM system_health WHERE component = :component ORDER BY checked_at DESC, id DESC LIMIT 1");
    private static final Sql LATEST_OF_EACH = Sql.select("SELECT DISTINCT ON (component) " + COLUMNS
            + " FROM system_health ORDER BY component, checked_at DESC, id DESC");
    private static final Sql HISTORY = Sql.select("SELECT " + COLUMNS
            + " FROM system_health WHERE component = :component AND (checked_at, id) < (:afterTime, :afterId::bigint)"
            + " ORDER BY checked_at DESC, id DESC LIMIT :limit");
    private static final Sql CLEAN_UP =
            Sql.delete("DELETE FROM system_health WHERE checked_at < now() - make_interval(days => :days)");

    private static final Set<String> STATES = Set.of("healthy", "degraded", "unhealthy", "unknown");
    private static final int NAME_LENGTH = 100;
    private static final int MOST_DAYS = 36_500;

    public HealthRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Stores what a check has found.
     *
     * @param status healthy, degraded, unhealthy or unknown
     * @param responseTimeMs time of the answer, ms, or null
     * @param errorCount errors since the check before
     */
    public HealthRecord record(String component, String status, Double responseTimeMs, int errorCount, Json details) {
        checks("record")
                .text("component", component, NAME_LENGTH)
                .oneOf("status", status, STATES)
                .range("responseTimeMs", responseTimeMs, 0, Double.MAX_VALUE)
                .whole("errorCount", errorCount, 0, Integer.MAX_VALUE)
                .required("details", details);
        return call("record", INSERT)
                .bind("component", component)
                .bind("status", status)
                .bind("responseTimeMs", responseTimeMs)
                .bind("errorCount", errorCount)
                .bind("details", details)
                .one(HealthRecord.class);
    }

    /** The newest of a component. */
    public Optional<HealthRecord> findLatest(String component) {
        checks("findLatest").text("component", component, NAME_LENGTH);
        return call("findLatest", LATEST).bind("component", component).find(HealthRecord.class);
    }

    /** The newest of each component, by name. */
    public List<HealthRecord> latestOfEach() {
        return call("latestOfEach", LATEST_OF_EACH).list(HealthRecord.class);
    }

    /** All of a component, newest first. */
    public Page<HealthRecord> listByComponent(String component, PageRequest page) {
        checks("listByComponent").text("component", component, NAME_LENGTH);
        return page(
                "listByComponent",
                call("listByComponent", HISTORY).bind("component", component),
                page,
                ANY_ID,
                HealthRecord.class);
    }

    /** Removes what is older than so many days; how many. */
    public int cleanupOldRecords(int days) {
        checks("cleanupOldRecords").whole("days", days, 0, MOST_DAYS);
        return call("cleanupOldRecords", CLEAN_UP).bind("days", days).execute();
    }
}
