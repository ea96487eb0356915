package io.millrace.archiver.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Address of a database. Any thread; immutable. {@link #toString} never shows a password.
 *
 * @param url a JDBC address without user and password
 * @param user the role; empty for the driver's default
 * @param password empty where none is needed
 */
public record DatabaseTarget(String url, String user, String password) {
    private static final String JDBC_PREFIX = "jdbc:postgresql:";

    public DatabaseTarget {
        if (!url.startsWith(JDBC_PREFIX) || Driver.parseURL(url, new Properties()) == null) {
            throw malformed(withoutQuery(url));
        }
    }

    /**
     * Takes a JDBC address or a {@code postgresql://user:password@host:port/database} address; user and password may
     * also stand in the query of either.
     */
    public static DatabaseTarget of(String address) {
        if (address.startsWith(JDBC_PREFIX)) {
            return ofJdbc(address);
        }
        if (!address.startsWith("postgresql://") && !address.startsWith("postgres://")) {
            throw malformed(withoutQuery(address));
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(malformed(e.getReason()).getMessage(), e);
        }
        if (uri.getHost() == null) {
            throw malformed("no host");
        }
        DatabaseTarget target =
                ofJdbc(JDBC_PREFIX + "//" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                        + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        String userInfo = uri.getRawUserInfo();
        if (userInfo == null) {
            return target;
        }
        int colon = userInfo.indexOf(':');
        return new DatabaseTarget(
                target.url,
                decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? target.password : decode(userInfo.substring(colon + 1)));
    }

    private static DatabaseTarget ofJdbc(String address) {
        Properties parsed = Driver.parseURL(address, new Properties());
        if (parsed == null) {
            throw malformed(withoutQuery(address));
        }
        StringBuilder kept = new StringBuilder();
        int query = address.indexOf('?');
        if (query >= 0) {
            for (String part : address.substring(query + 1).split("&", -1)) {
                if (!part.startsWith("user=") && !part.startsWith("password=") && !part.isEmpty()) {
                    kept.append(kept.isEmpty() ? '?' : '&').append(part);
                }
            }
        }
        String user = parsed.getProperty(PGProperty.USER.getName(), "");
        String password = parsed.getProperty(PGProperty.PASSWORD.getName(), "");
        return new DatabaseTarget(withoutQuery(address) + kept, user, password);
    }

    /** Another database of the same server, with the same user and the same options. */
    public DatabaseTarget withDatabase(String database) {
        String address = withoutQuery(url);
        String server = address.substring(0, address.lastIndexOf('/') + 1);
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return new DatabaseTarget(server + name + url.substring(address.length()), user, password);
    }

    /** Host, port and database, for messages. */
    public String describe() {
        return withoutQuery(url).substring(JDBC_PREFIX.length()).replaceFirst("^//", "");
    }

    @Override
    public String toString() {
        return "DatabaseTarget[" + describe() + (user.isEmpty() ? "" : " as " + user) + "]";
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed(String found) {
        return new IllegalArgumentException(
                "not an address of a PostgreSQL database: " + found.replaceAll("//[^@/]*@", "//")
                        + "; write jdbc:postgresql://host:port/database or postgresql://user@host:port/database");
    }
}
