package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.UUID;

/**
 * A session at a broker. Immutable; {@link #toString} shows no token.
 *
 * @param id its id
 * @param serviceType the broker, such as {@code breeze} or {@code kite}
 * @param accessToken secret
 * @param sessionToken secret; null where the broker has none
 * @param expiresAt end of the session
 * @param isActive false after a logout
 * @param createdAt when it was first saved
 * @param updatedAt when it was last changed
 */
public record AuthSession(
        UUID id,
        String serviceType,
        String accessToken,
        String sessionToken,
        Instant expiresAt,
        boolean isActive,
        Instant createdAt,
        Instant updatedAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return id.toString();
    }

    @Override
    public String toString() {
        return "AuthSession[" + id + ", " + serviceType + ", until " + expiresAt + (isActive ? "" : ", ended") + "]";
    }
}
