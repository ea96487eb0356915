package io.millrace.archiver.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections that cannot hang for ever.
 *
 * <p>Any thread. A half-open link is found by the client through the socket timeout and by the server through
 * keep-alives within half a minute, so that the lock of a dead archiver does not outlive it for long.
 */
public final class Database {
    /** Longest time to open a connection. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longest silence of the server while an archiver waits for it: several times the slowest transaction. */
    public static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

    /** Longest silence while a migration or a comparison works. */
    public static final Duration LONG_TIMEOUT = Duration.ofMinutes(15);

    /** Makes "committed" mean "on disk" where the server is set to answer earlier; stricter settings stay. */
    private static final String COMMIT_TO_DISK = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";

    private static final String SERVER_OPTIONS = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
            + " -c tcp_keepalives_count=3 -c tcp_user_timeout=25s -c client_connection_check_interval=5s -c lock_timeout=30s";

    private Database() {}

    /** Opens one plain connection. */
    public static Connection connect(DatabaseTarget target, String applicationName, Duration socketTimeout)
            throws SQLException {
        return dataSource(target, applicationName, socketTimeout).getConnection();
    }

    /** Lets no commit of this connection be answered before it is on the server's disk. */
    public static void commitToDisk(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(COMMIT_TO_DISK);
        }
    }

    /** Connections without a pool: for a migration, or a writer that keeps its one connection. */
    public static PGSimpleDataSource dataSource(DatabaseTarget target, String applicationName, Duration socketTimeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(target.url());
        if (!target.user().isEmpty()) {
            source.setUser(target.user());
        }
        if (!target.password().isEmpty()) {
            source.setPassword(target.password());
        }
        source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        source.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds() * 2);
        source.setSocketTimeout((int) socketTimeout.toSeconds());
        source.setTcpKeepAlive(true);
        source.setApplicationName(applicationName);
        source.setOptions(SERVER_OPTIONS);
        return source;
    }

    /** A pool for readers; the caller closes it. Opens no connection before one is asked for. */
    public static HikariDataSource pool(DatabaseTarget target, String applicationName, int maxConnections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource(target, applicationName, WRITE_TIMEOUT));
        config.setPoolName(applicationName);
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(0);
        config.setReadOnly(true);
        config.setConnectionTimeout(30_000);
        config.setMaxLifetime(Duration.ofHours(1).toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
