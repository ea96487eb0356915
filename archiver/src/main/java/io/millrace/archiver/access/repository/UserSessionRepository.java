package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.UserSession;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Logins to the web pages. Any thread. Of a token only its hash is stored, so that who reads the table cannot log in. Who has the
 * token is the user; nobody else is asked for.
 */
public final class UserSessionRepository extends Repository {
    private static final String COLUMNS = "id, user_id, username, expires_at, last_activity, created_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final Sql CREATE = Sql.insert("""
            INSERT INTO user_sessions (user_id, username, session_token, expires_at)
            VALUES (:userId::uuid, :username, session_token_hash(:sessionToken), :expiresAt)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_TOKEN = Sql.select("SELECT " + COLUMNS
            + " FROM user_sessions WHERE session_token = session_token_hash(:sessionToken) AND expires_at > now()");
    private static final Sql TOUCH = Sql.update("""
            UPDATE user_sessions SET last_activity = clock_timestamp()
            WHERE session_token = session_token_hash(:sessionToken) AND expires_at > now()
            RETURNING\s""" + COLUMNS);
    private static final Sql END =
            Sql.delete("DELETE FROM user_sessions WHERE session_token = session_token_hash(:sessionToken)");
    private static final Sql CLEAN_UP = Sql.delete("DELETE FROM user_sessions WHERE expires_at <= now()");
    private static final Sql BY_USER = Sql.select("SELECT " + COLUMNS
            + " FROM user_sessions WHERE username = :username AND (created_at, id) < (:afterTime, :afterId::uuid)"
            + " ORDER BY created_at DESC, id DESC LIMIT :limit");

    private static final int NAME_LENGTH = 200;
    private static final int TOKEN_LENGTH = 8_192;
    private static final int LEAST_TOKEN_LENGTH = 16;

    public UserSessionRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Begins a session.
     *
     * @param userId the user, or null
     * @param sessionToken at least {@value #LEAST_TOKEN_LENGTH} characters, from a good source of chance
     */
    public UserSession create(UUID userId, String username, String sessionToken, Instant expiresAt) {
        checks("create")
                .text("username", username, NAME_LENGTH)
                .text("sessionToken", sessionToken, TOKEN_LENGTH)
                .rule("sessionToken", sessionToken.length() >= LEAST_TOKEN_LENGTH, "too short to be safe")
                .required("expiresAt", expiresAt);
        return forOwner(
                userId,
                () -> call("create", CREATE)
                        .bind("userId", userId)
                        .bind("username", username)
                        .bind("sessionToken", sessionToken)
                        .bind("expiresAt", expiresAt)
                        .one(UserSession.class));
    }

    /** The session of a token; empty where there is none or it has ended. */
    public Optional<UserSession> findByToken(String sessionToken) {
        checks("findByToken").text("sessionToken", sessionToken, TOKEN_LENGTH);
        return transactions()
                .forMaintenance(() -> call("findByToken", BY_TOKEN)
                        .bind("sessionToken", sessionToken)
                        .find(UserSession.class));
    }

    /** Notes a sign of life; empty where the session has ended. */
    public Optional<UserSession> touch(String sessionToken) {
        checks("touch").text("sessionToken", sessionToken, TOKEN_LENGTH);
        return transactions()
                .forMaintenance(() ->
                        call("touch", TOUCH).bind("sessionToken", sessionToken).find(UserSession.class));
    }

    /** Ends a session; true where there was one. */
    public boolean end(String sessionToken) {
        checks("end").text("sessionToken", sessionToken, TOKEN_LENGTH);
        return transactions()
                        .forMaintenance(() -> call("end", END)
                                .bind("sessionToken", sessionToken)
                                .execute())
                > 0;
    }

    /** Removes the sessions whose time is over; how many. */
    public int cleanupExpiredSessions() {
        return transactions()
                .forMaintenance(() -> call("cleanupExpiredSessions", CLEAN_UP).execute());
    }

    /** Sessions under one name, newest first. */
    public Page<UserSession> listByUsername(String username, PageRequest page) {
        checks("listByUsername").text("username", username, NAME_LENGTH);
        return transactions()
                .forMaintenance(() -> page(
                        "listByUsername",
                        call("listByUsername", BY_USER).bind("username", username),
                        page,
                        ANY_ID,
                        UserSession.class));
    }

    /** A session without a profile belongs to nobody, so that only maintenance may make it. */
    private <T> T forOwner(UUID userId, Supplier<T> work) {
        return userId == null
                ? transactions().forMaintenance(work)
                : transactions().actingFor(userId, work);
    }
}
