package io.millrace.archiver.access.broker;

import java.time.Instant;

/**
 * What a broker gives at a login. Immutable; {@link #toString} shows no token.
 *
 * @param accessToken secret
 * @param sessionToken secret; null where the broker has none
 * @param expiresAt end of the session
 */
public record BrokerTokens(String accessToken, String sessionToken, Instant expiresAt) {
    @Override
    public String toString() {
        return "BrokerTokens[until " + expiresAt + "]";
    }
}
