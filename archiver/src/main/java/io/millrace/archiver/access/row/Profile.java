package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * A user; anonymous until he gives an address. Immutable.
 *
 * @param id the user
 * @param email lower case; null while he is anonymous
 * @param fullName null where not given
 * @param isAnonymous true until he gives an address
 * @param preferences an object
 * @param lastActiveAt null before the first activity
 * @param createdAt given by the database
 * @param updatedAt given by the database
 */
public record Profile(
        UUID id,
        String email,
        String fullName,
        boolean isAnonymous,
        Json preferences,
        Instant lastActiveAt,
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
}
