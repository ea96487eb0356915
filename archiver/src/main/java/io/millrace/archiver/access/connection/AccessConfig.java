package io.millrace.archiver.access.connection;

import io.millrace.archiver.database.DatabaseTarget;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.jdbc.SslMode;

/**
 * How the access layer reaches its database. Immutable; {@link #toString} shows no password.
 *
 * @param target address, user and password
 * @param applicationName what the server shows for these connections
 * @param role the role to act as, of which the user is a member; empty for the user itself
 * @param sslMode empty for what the address says; else disable, allow, prefer, require, verify-ca or verify-full
 * @param pool size and patience of the pool
 * @param timeouts how long what may take
 * @param slowOperation an operation that takes so long is logged at warn
 */
public record AccessConfig(
        DatabaseTarget target,
        String applicationName,
        String role,
        String sslMode,
        PoolSettings pool,
        Timeouts timeouts,
        Duration slowOperation) {
    public static final String URL_VARIABLE = "MILLRACE_DATABASE_URL";
    public static final String USER_VARIABLE = "MILLRACE_DATABASE_USER";
    public static final String PASSWORD_VARIABLE = "MILLRACE_DATABASE_PASSWORD";
    public static final String ROLE_VARIABLE = "MILLRACE_DATABASE_ROLE";
    public static final String SSL_VARIABLE = "MILLRACE_DATABASE_SSLMODE";

    /** A role stands in the options of the connection, where blanks and backslashes have a meaning. */
    private static final Pattern ROLE = Pattern.compile("|[A-Za-z_][A-Za-z0-9_]{0,62}");

    public AccessConfig {
        if (!ROLE.matcher(role).matches()) {
            throw new IllegalArgumentException("role " + role + "; give letters, digits and underscores");
        }
        if (!sslMode.isEmpty()) {
            sslMode = sslMode.toLowerCase(Locale.ROOT);
            requireSslMode(sslMode);
        }
        if (slowOperation.isNegative()) {
            throw new IllegalArgumentException("slow operation " + slowOperation + "; give zero or more");
        }
    }

    public static AccessConfig defaults(DatabaseTarget target) {
        return new AccessConfig(
                target, "millrace-access", "", "", PoolSettings.DEFAULTS, Timeouts.DEFAULTS, Duration.ofSeconds(1));
    }

    /**
     * Takes address, credentials, role and SSL mode from environment variables, such as {@link System#getenv()}.
     *
     * @throws IllegalArgumentException where the address is missing or one of them is not understood
     */
    public static AccessConfig fromEnvironment(Map<String, String> environment) {
        String address = environment.get(URL_VARIABLE);
        if (address == null || address.isBlank()) {
            throw new IllegalArgumentException(
                    "no address of a database; set " + URL_VARIABLE + " to postgresql://host:port/database");
        }
        DatabaseTarget target = DatabaseTarget.of(address);
        target = new DatabaseTarget(
                target.url(),
                environment.getOrDefault(USER_VARIABLE, target.user()),
                environment.getOrDefault(PASSWORD_VARIABLE, target.password()));
        return defaults(target)
                .withRole(environment.getOrDefault(ROLE_VARIABLE, ""))
                .withSslMode(environment.getOrDefault(SSL_VARIABLE, ""));
    }

    public AccessConfig withRole(String newRole) {
        return new AccessConfig(target, applicationName, newRole, sslMode, pool, timeouts, slowOperation);
    }

    public AccessConfig withSslMode(String newSslMode) {
        return new AccessConfig(target, applicationName, role, newSslMode, pool, timeouts, slowOperation);
    }

    public AccessConfig withPool(PoolSettings newPool) {
        return new AccessConfig(target, applicationName, role, sslMode, newPool, timeouts, slowOperation);
    }

    public AccessConfig withTimeouts(Timeouts newTimeouts) {
        return new AccessConfig(target, applicationName, role, sslMode, pool, newTimeouts, slowOperation);
    }

    public AccessConfig withSlowOperation(Duration newSlowOperation) {
        return new AccessConfig(target, applicationName, role, sslMode, pool, timeouts, newSlowOperation);
    }

    public AccessConfig withApplicationName(String newApplicationName) {
        return new AccessConfig(target, newApplicationName, role, sslMode, pool, timeouts, slowOperation);
    }

    private static void requireSslMode(String mode) {
        for (SslMode known : SslMode.VALUES) {
            if (known.value.equals(mode)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "SSL mode " + mode + "; give disable, allow, prefer, require, verify-ca or verify-full");
    }
}
