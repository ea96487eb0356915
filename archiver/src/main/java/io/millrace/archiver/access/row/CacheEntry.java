package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;

/**
 * A value that is kept for later. Immutable.
 *
 * @param cacheKey its name
 * @param cacheValue the value
 * @param expiresAt null where it never does
 * @param accessCount times that it was found
 * @param missCount times that it was asked for after its end
 * @param lastAccessedAt null where it was never found
 * @param createdAt when it was stored
 */
public record CacheEntry(
        String cacheKey,
        Json cacheValue,
        Instant expiresAt,
        long accessCount,
        long missCount,
        Instant lastAccessedAt,
        Instant createdAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return cacheKey;
    }
}
