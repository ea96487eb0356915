package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;

/**
 * What a check of a component found. Immutable.
 *
 * @param id given by the database
 * @param component what was checked
 * @param status healthy, degraded, unhealthy or unknown
 * @param responseTimeMs time of its answer, ms, or null
 * @param errorCount errors since the check before
 * @param details an object
 * @param checkedAt when
 */
public record HealthRecord(
        long id,
        String component,
        String status,
        Double responseTimeMs,
        int errorCount,
        Json details,
        Instant checkedAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return checkedAt;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
