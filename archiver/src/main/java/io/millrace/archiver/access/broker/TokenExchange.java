package io.millrace.archiver.access.broker;

import java.io.IOException;

/** Asks a broker for tokens in exchange for what its login page gave. The caller's thread. */
@FunctionalInterface
public interface TokenExchange {
    /**
     * Asks the broker.
     *
     * @throws IOException where it does not answer or refuses
     */
    BrokerTokens exchange(String requestToken) throws IOException;
}
