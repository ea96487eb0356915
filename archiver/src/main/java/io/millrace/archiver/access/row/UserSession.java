package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.UUID;

/**
 * A login to the web pages. Immutable.
 *
 * @param id its id
 * @param userId the user; null where there is none
 * @param username who logged in
 * @param expiresAt end of the session
 * @param lastActivity last request
 * @param createdAt when it began
 */
public record UserSession(
        UUID id, UUID userId, String username, Instant expiresAt, Instant lastActivity, Instant createdAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return id.toString();
    }
}
