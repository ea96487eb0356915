package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.AuthSession;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions at brokers, of which each broker has one at a time; they outlive this program. Any thread. The database writes the
 * audit entry of each change, without the tokens.
 */
public final class AuthRepository extends Repository {
    private static final String COLUMNS =
            "id, service_type, access_token, session_token, expires_at, is_active, created_at, updated_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final Sql ACTIVE = Sql.call("SELECT " + COLUMNS + " FROM sp_GetActiveSession(:serviceType)");
    private static final Sql DEACTIVATE =
            Sql.update("UPDATE auth_sessions SET is_active = false WHERE service_type = :serviceType AND is_active");
    // Two logins at once: the later one takes the place of the earlier.
    private static final Sql INSERT = Sql.insert("""
            INSERT INTO auth_sessions (service_type, access_token, session_token, expires_at)
            VALUES (:serviceType, :accessToken, :sessionToken, :expiresAt)
            ON CONFLICT (service_type) WHERE is_active DO UPDATE
            SET access_token = excluded.access_token, session_token = excluded.session_token, expires_at = excluded.expires_at
            RETURNING\s""" + COLUMNS);
    private static final Sql UPDATE_TOKEN = Sql.update("""
            UPDATE auth_sessions
            SET access_token = :accessToken, session_token = coalesce(:sessionToken, session_token), expires_at = :expiresAt
            WHERE service_type = :serviceType AND is_active
            RETURNING\s""" + COLUMNS);
    private static final Sql CLEAN_UP = Sql.call("SELECT sp_CleanupExpiredSessions()");
    private static final Sql HISTORY = Sql.select("SELECT " + COLUMNS
            + " FROM auth_sessions WHERE service_type = :serviceType AND (created_at, id) < (:afterTime, :afterId::uuid)"
            + " ORDER BY created_at DESC, id DESC LIMIT :limit");

    private static final Set<String> SERVICES = Set.of("breeze", "kite");
    private static final int NAME_LENGTH = 100;
    private static final int TOKEN_LENGTH = 8_192;

    public AuthRepository(Transactions transactions) {
        super(transactions);
    }

    /** The session in force of a broker; empty where there is none or it has ended. */
    public Optional<AuthSession> getActiveSession(String serviceType) {
        checks("getActiveSession").text("serviceType", serviceType, NAME_LENGTH);
        return call("getActiveSession", ACTIVE).bind("serviceType", serviceType).find(AuthSession.class);
    }

    /**
     * Begins a session; the one before ends.
     *
     * @param sessionToken null where the broker has none
     */
    public AuthSession saveSession(String serviceType, String accessToken, String sessionToken, Instant expiresAt) {
        check(checks("saveSession"), serviceType, accessToken, sessionToken, expiresAt);
        return transactions().call(() -> {
            call("saveSession", DEACTIVATE).bind("serviceType", serviceType).execute();
            return call("saveSession", INSERT)
                    .bind("serviceType", serviceType)
                    .bind("accessToken", accessToken)
                    .bind("sessionToken", sessionToken)
                    .bind("expiresAt", expiresAt)
                    .one(AuthSession.class);
        });
    }

    /** Gives the session in force new tokens; a session token that is null stays. Empty where there is none in force. */
    public Optional<AuthSession> updateSessionToken(
            String serviceType, String accessToken, String sessionToken, Instant expiresAt) {
        check(checks("updateSessionToken"), serviceType, accessToken, sessionToken, expiresAt);
        return call("updateSessionToken", UPDATE_TOKEN)
                .bind("serviceType", serviceType)
                .bind("accessToken", accessToken)
                .bind("sessionToken", sessionToken)
                .bind("expiresAt", expiresAt)
                .find(AuthSession.class);
    }

    /** Logs out; true where there was a session. */
    public boolean deactivateSession(String serviceType) {
        checks("deactivateSession").text("serviceType", serviceType, NAME_LENGTH);
        return call("deactivateSession", DEACTIVATE)
                        .bind("serviceType", serviceType)
                        .execute()
                > 0;
    }

    /** Removes the sessions whose time is over, those of users of the web pages among them; how many. */
    public long cleanupExpiredSessions() {
        return call("cleanupExpiredSessions", CLEAN_UP).one(Long.class);
    }

    /** All sessions of a broker, newest first. */
    public Page<AuthSession> history(String serviceType, PageRequest page) {
        checks("history").text("serviceType", serviceType, NAME_LENGTH);
        return page(
                "history", call("history", HISTORY).bind("serviceType", serviceType), page, ANY_ID, AuthSession.class);
    }

    private static void check(
            Checks checks, String serviceType, String accessToken, String sessionToken, Instant expiresAt) {
        checks.oneOf("serviceType", serviceType, SERVICES)
                .text("accessToken", accessToken, TOKEN_LENGTH)
                .optionalText("sessionToken", sessionToken, TOKEN_LENGTH)
                .required("expiresAt", expiresAt);
    }
}
