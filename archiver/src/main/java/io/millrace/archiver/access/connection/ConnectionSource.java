package io.millrace.archiver.access.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.millrace.archiver.access.error.AccessException;
import io.millrace.archiver.access.error.ErrorContext;
import io.millrace.archiver.access.error.ErrorMapper;
import io.millrace.archiver.access.error.NetworkFailureException;
import io.millrace.archiver.access.error.PoolExhaustedException;
import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.journal.time.Clocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives connections of the pool to calls, in the order of their coming, or says at once why not. Any thread.
 *
 * <p>Permits stand before the pool, one per connection: who has none in time meets an exhausted pool, who has one and no
 * connection meets a database that is away. The pool alone would say the same of both, after the same wait.
 */
final class ConnectionSource implements AutoCloseable {
    private static final Duration FIRST_PROBE_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PROBE_PAUSE = Duration.ofSeconds(5);
    private static final int PROBE_TIMEOUT_S = 5;

    private final PoolSettings settings;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Link link;
    private final Semaphore permits;

    ConnectionSource(AccessConfig config) {
        settings = config.pool();
        permits = new Semaphore(settings.total(), true);
        PGSimpleDataSource driver = driver(config);
        pool = new HikariDataSource(poolConfig(config, driver));
        jdbi = JdbiSetup.create(pool::getConnection);
        link = new Link(
                config.target().describe(),
                () -> probe(driver),
                () -> pool.getHikariPoolMXBean().softEvictConnections(),
                new Backoff(FIRST_PROBE_PAUSE, LONGEST_PROBE_PAUSE, new SplittableRandom()),
                Clocks.epoch());
        link.start();
    }

    Link link() {
        return link;
    }

    /** A connection for the caller alone, which gives it back by {@link #giveBack}. */
    Handle take(Operation operation) {
        return take(operation, settings.patience());
    }

    Handle take(Operation operation, Duration patience) {
        requirePassable(operation);
        try {
            if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new PoolExhaustedException(
                        "all " + settings.total() + " connections are in use and none became free within "
                                + patience.toMillis() + " ms",
                        ErrorContext.of(operation),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolExhaustedException(
                    "interrupted while waiting for a connection", ErrorContext.of(operation), e);
        }
        try {
            requirePassable(operation);
            return jdbi.open();
        } catch (JdbiException e) {
            permits.release();
            AccessException mapped = ErrorMapper.map(e, operation, "");
            report(mapped);
            throw mapped;
        } catch (RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    /** Ends what is open on the connection and returns it to the pool. */
    void giveBack(Handle handle) {
        try {
            handle.close();
        } catch (JdbiException e) {
            // Only a connection that is lost already fails here; the pool replaces it.
            SQLException error = SqlErrors.find(e);
            link.suspect(error == null ? e.getClass().getSimpleName() : SqlErrors.describe(error));
        } finally {
            permits.release();
        }
    }

    /** Lets the link know of a failure that may be its own. */
    void report(AccessException error) {
        if (ErrorMapper.doubtsLink(error)) {
            link.suspect(error.getMessage());
        }
    }

    PoolStatus status() {
        HikariPoolMXBean counts = pool.getHikariPoolMXBean();
        return new PoolStatus(
                counts.getTotalConnections(),
                counts.getIdleConnections(),
                settings.total() - permits.availablePermits(),
                permits.getQueueLength(),
                settings.total());
    }

    @Override
    public void close() {
        link.close();
        pool.close();
    }

    private void requirePassable(Operation operation) {
        if (!link.isPassable()) {
            throw new NetworkFailureException(
                    link.state() == LinkState.CLOSED
                            ? "the access layer is closed"
                            : "the database is away since " + link.since() + ": " + link.reason(),
                    ErrorContext.of(operation),
                    null);
        }
    }

    private static void probe(PGSimpleDataSource driver) throws SQLException {
        try (Connection connection = driver.getConnection()) {
            if (!connection.isValid(PROBE_TIMEOUT_S)) {
                throw new SQLException("the server does not answer", "08006");
            }
        }
    }

    private static PGSimpleDataSource driver(AccessConfig config) {
        Timeouts timeouts = config.timeouts();
        PGSimpleDataSource driver = Database.dataSource(config.target(), config.applicationName(), timeouts.socket());
        driver.setConnectTimeout((int) timeouts.connect().toSeconds());
        driver.setLoginTimeout((int) timeouts.connect().toSeconds());
        if (!config.sslMode().isEmpty()) {
            driver.setSslMode(config.sslMode());
        }
        // The server's details repeat the values of a row.
        driver.setLogServerErrorDetail(false);
        StringBuilder options = new StringBuilder(driver.getOptions())
                .append(" -c statement_timeout=")
                .append(timeouts.statement().toMillis())
                .append(" -c lock_timeout=")
                .append(timeouts.lock().toMillis())
                .append(" -c idle_in_transaction_session_timeout=")
                .append(timeouts.idleInTransaction().toMillis());
        if (!config.role().isEmpty()) {
            options.append(" -c role=").append(config.role());
        }
        driver.setOptions(options.toString());
        return driver;
    }

    /** The pool validates a connection before it gives it away, unless it answered within the last half second. */
    private static HikariConfig poolConfig(AccessConfig config, PGSimpleDataSource driver) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(driver);
        pool.setPoolName(config.applicationName());
        pool.setMinimumIdle(config.pool().idle());
        pool.setMaximumPoolSize(config.pool().total());
        pool.setMaxLifetime(config.pool().maxLife().toMillis());
        // A call that waits here has a permit, so that it waits for the database and not for other calls.
        pool.setConnectionTimeout(config.timeouts().connect().toMillis());
        pool.setValidationTimeout(Math.min(5_000, config.timeouts().connect().toMillis()));
        pool.setInitializationFailTimeout(-1);
        return pool;
    }
}
