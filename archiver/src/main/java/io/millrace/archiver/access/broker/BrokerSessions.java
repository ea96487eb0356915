package io.millrace.archiver.access.broker;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.error.ConnectionException;
import io.millrace.archiver.access.repository.AuditRepository;
import io.millrace.archiver.access.repository.AuthRepository;
import io.millrace.archiver.access.repository.Repositories;
import io.millrace.archiver.access.row.AuthSession;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session at one broker: loaded when it begins, kept in the database, and in an environment file where there is one.
 *
 * <p>Any thread; one change at a time. The database has the word: the file is what it was told last, and what is used while the
 * database is away.
 */
public final class BrokerSessions {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSessions.class);

    private final String serviceType;
    private final AuthRepository auth;
    private final AuditRepository audit;
    private final EnvironmentFile file;
    private volatile BrokerTokens current;

    private BrokerSessions(String serviceType, Repositories repositories, EnvironmentFile file) {
        this.serviceType = serviceType;
        this.auth = repositories.auth();
        this.audit = repositories.audit();
        this.file = file;
    }

    /**
     * Loads the session of a broker.
     *
     * @param serviceType {@code breeze} or {@code kite}
     * @param file null where nobody reads one
     */
    public static BrokerSessions load(String serviceType, Repositories repositories, EnvironmentFile file)
            throws IOException {
        BrokerSessions sessions = new BrokerSessions(serviceType, repositories, file);
        sessions.reload();
        return sessions;
    }

    /** The session in force; empty where there is none or its time is over. */
    public Optional<BrokerTokens> current(Instant now) {
        BrokerTokens tokens = current;
        return tokens == null || !tokens.expiresAt().isAfter(now) ? Optional.empty() : Optional.of(tokens);
    }

    /** Logs in with what the broker's login page gave. A refusal is recorded and passed on. */
    public BrokerTokens login(String requestToken, TokenExchange broker) throws IOException {
        BrokerTokens tokens;
        try {
            tokens = broker.exchange(requestToken);
        } catch (IOException e) {
            audit.logAuthAction(serviceType, "LOGIN_FAILED", Json.EMPTY_OBJECT);
            throw e;
        }
        save(tokens);
        return tokens;
    }

    /** Begins a session with tokens that are there already. */
    public synchronized void save(BrokerTokens tokens) throws IOException {
        auth.saveSession(serviceType, tokens.accessToken(), tokens.sessionToken(), tokens.expiresAt());
        current = tokens;
        writeFile(tokens);
    }

    /** Ends the session; true where there was one. */
    public synchronized boolean logout() throws IOException {
        boolean was = auth.deactivateSession(serviceType);
        current = null;
        writeFile(null);
        return was;
    }

    private synchronized void reload() throws IOException {
        Optional<BrokerTokens> filed = readFile();
        try {
            Optional<AuthSession> stored = auth.getActiveSession(serviceType);
            if (stored.isPresent()) {
                AuthSession session = stored.get();
                current = new BrokerTokens(session.accessToken(), session.sessionToken(), session.expiresAt());
                writeFile(current);
            } else if (filed.isPresent()) {
                save(filed.get());
            }
        } catch (ConnectionException e) {
            LOG.warn("sessions of {} are taken from the environment file: {}", serviceType, e.getMessage());
            current = filed.orElse(null);
        }
    }

    private Optional<BrokerTokens> readFile() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        Optional<String> access = file.get(name("ACCESS_TOKEN"));
        Optional<String> expires = file.get(name("TOKEN_EXPIRES_AT"));
        if (access.isEmpty() || expires.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BrokerTokens(
                    access.get(), file.get(name("SESSION_TOKEN")).orElse(null), Instant.parse(expires.get())));
        } catch (DateTimeParseException e) {
            LOG.warn("{} in the environment file is no time such as 2026-01-31T18:00:00Z", name("TOKEN_EXPIRES_AT"));
            return Optional.empty();
        }
    }

    private void writeFile(BrokerTokens tokens) throws IOException {
        if (file == null) {
            return;
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put(name("ACCESS_TOKEN"), tokens == null ? "" : tokens.accessToken());
        values.put(name("SESSION_TOKEN"), tokens == null || tokens.sessionToken() == null ? "" : tokens.sessionToken());
        values.put(
                name("TOKEN_EXPIRES_AT"),
                tokens == null ? "" : tokens.expiresAt().toString());
        file.set(values);
    }

    private String name(String suffix) {
        return serviceType.toUpperCase(Locale.ROOT) + "_" + suffix;
    }
}
