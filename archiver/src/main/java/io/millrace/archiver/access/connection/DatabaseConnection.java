package io.millrace.archiver.access.connection;

import io.millrace.archiver.access.error.AccessException;
import io.millrace.archiver.access.error.ErrorMapper;
import io.millrace.archiver.access.error.PoolExhaustedException;
import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.access.operation.OperationLog;
import io.millrace.archiver.access.operation.OperationType;
import io.millrace.journal.time.Clocks;
import java.sql.SQLException;
import java.time.Duration;
import org.agrona.concurrent.NanoClock;
import org.jdbi.v3.core.Handle;

/**
 * The way of an application to its database: a pool, transactions over it, and what it knows of the database's health.
 *
 * <p>Any thread. A database that is away does no harm: initializing succeeds, calls fail at once with
 * {@link io.millrace.archiver.access.error.NetworkFailureException}, and it is used again when it is back. A call that meets
 * the loss itself waits no longer than the connect timeout, or the socket timeout where the server falls silent.
 */
public final class DatabaseConnection implements AutoCloseable {
    private static final Operation HEALTH = new Operation("DatabaseConnection", "health", OperationType.CONNECT);
    private static final Duration HEALTH_PATIENCE = Duration.ofMillis(100);
    private static final int HEALTH_TIMEOUT_S = 2;

    private final ConnectionSource source;
    private final Transactions transactions;
    private final NanoClock clock = Clocks.monotonic();

    private DatabaseConnection(AccessConfig config) {
        source = new ConnectionSource(config);
        transactions = new Transactions(source, new OperationLog(config.slowOperation()));
    }

    /** Opens the pool; returns within the connect timeout, also where the database is away. */
    public static DatabaseConnection initialize(AccessConfig config) {
        return new DatabaseConnection(config);
    }

    public Transactions transactions() {
        return transactions;
    }

    /** Begins a transaction, or joins the one of this thread; rolled back at its end unless committed. */
    public Session session() {
        return transactions.open();
    }

    /** Whether the database is there, as last seen; asks nobody. */
    public LinkState state() {
        return source.link().state();
    }

    /** Counts of the pool; asks nobody. */
    public PoolStatus pool() {
        return source.status();
    }

    /** Asks the database through the pool; takes at most {@value #HEALTH_TIMEOUT_S} s beside the connect timeout. */
    public DatabaseHealth health() {
        Link link = source.link();
        if (!link.isPassable()) {
            return health(DatabaseHealth.Status.DOWN, -1, link.reason());
        }
        long startNs = clock.nanoTime();
        Handle handle;
        try {
            handle = source.take(HEALTH, HEALTH_PATIENCE);
        } catch (PoolExhaustedException e) {
            return health(DatabaseHealth.Status.DEGRADED, -1, e.getMessage());
        } catch (AccessException e) {
            return health(DatabaseHealth.Status.DOWN, -1, e.getMessage());
        }
        try {
            if (handle.getConnection().isValid(HEALTH_TIMEOUT_S)) {
                return health(DatabaseHealth.Status.UP, clock.nanoTime() - startNs, "");
            }
            link.suspect("no answer to a health check");
            return health(DatabaseHealth.Status.DOWN, -1, "no answer within " + HEALTH_TIMEOUT_S + " s");
        } catch (SQLException e) {
            return health(
                    DatabaseHealth.Status.DOWN,
                    -1,
                    ErrorMapper.map(e, HEALTH, "").getMessage());
        } finally {
            source.giveBack(handle);
        }
    }

    /** Closes the pool; later calls fail. */
    @Override
    public void close() {
        source.close();
    }

    private DatabaseHealth health(DatabaseHealth.Status status, long latencyNs, String reason) {
        Link link = source.link();
        return new DatabaseHealth(status, link.state(), link.since(), latencyNs, source.status(), reason);
    }
}
