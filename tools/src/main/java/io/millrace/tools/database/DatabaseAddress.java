package io.millrace.tools.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where a PostgreSQL database is and who asks. Immutable, any thread.
 *
 * <p>The password never shows in {@link #toString()} or in {@link #display()}.
 *
 * @param jdbcUrl without user and password
 * @param user null when the driver is to decide
 * @param password null when there is none
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /**
     * Reads {@code jdbc:postgresql://...}, {@code postgresql://user:password@host/db} or {@code postgres://...}.
     *
     * @throws IllegalArgumentException with a one-line message when the text is none of these
     */
    public static DatabaseAddress parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        URI uri;
        try {
            uri = new URI(plain);
        } catch (URISyntaxException malformed) {
            // The text may hold a password, so it is not repeated; nor is the cause, which quotes it.
            throw new IllegalArgumentException("not a database URL at character " + malformed.getIndex() + ": "
                    + malformed.getReason() + "; expected postgresql://user:password@host:port/database or 'embedded'");
        }
        String scheme = uri.getScheme();
        if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
            throw new IllegalArgumentException("unknown kind of database '" + (scheme == null ? plain : scheme)
                    + "'; expected postgresql://user:password@host:port/database or 'embedded'");
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "the database URL names no host or no database; expected postgresql://user:password@host:port/database");
        }
        String user = null;
        String password = null;
        if (uri.getRawUserInfo() != null) {
            String[] parts = uri.getRawUserInfo().split(":", 2);
            user = decode(parts[0]);
            password = parts.length > 1 ? decode(parts[1]) : null;
        }
        StringBuilder query = new StringBuilder();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                if (pair.startsWith("user=")) {
                    user = decode(pair.substring("user=".length()));
                } else if (pair.startsWith("password=")) {
                    password = decode(pair.substring("password=".length()));
                } else {
                    query.append(query.length() == 0 ? '?' : '&').append(pair);
                }
            }
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new DatabaseAddress(
                "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query, user, password);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** One connection with a bounded wait; the caller closes it. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("ApplicationName", "millrace");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /**
     * Connects once and returns the server's version.
     *
     * @throws DatabaseUnavailableException when that does not succeed
     */
    public String requireReachable() {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException(
                    "cannot use the database " + display() + ": " + firstLine(failure)
                            + "; start it, correct --database, or use --database embedded",
                    failure);
        }
    }

    /** The address for people: host, port, database and user. */
    public String display() {
        String address = jdbcUrl.substring("jdbc:postgresql://".length());
        int query = address.indexOf('?');
        String shown = query < 0 ? address : address.substring(0, query);
        return "postgresql://" + (user == null ? "" : user + "@") + shown;
    }

    private static String firstLine(SQLException failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String line = message.strip().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public String toString() {
        return display();
    }
}
