package io.millrace.archiver.access.row;

import java.time.Instant;

/**
 * Requests to an interface within a time. Immutable.
 *
 * @param id given by the database
 * @param apiName the interface, such as that of a broker
 * @param endpoint its endpoint
 * @param requestCount requests that were let through
 * @param requestLimit requests that may be, or null
 * @param blockedCount requests that were not
 * @param windowStart start of the time
 * @param windowEnd its end
 */
public record RateLimitWindow(
        long id,
        String apiName,
        String endpoint,
        int requestCount,
        Integer requestLimit,
        int blockedCount,
        Instant windowStart,
        Instant windowEnd)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return windowStart;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
