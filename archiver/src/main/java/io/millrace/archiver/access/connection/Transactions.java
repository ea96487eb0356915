package io.millrace.archiver.access.connection;

import io.millrace.archiver.access.error.AccessException;
import io.millrace.archiver.access.error.ErrorMapper;
import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.access.operation.OperationEvent;
import io.millrace.archiver.access.operation.OperationLog;
import io.millrace.archiver.access.operation.OperationType;
import io.millrace.archiver.database.Backoff;
import io.millrace.journal.time.Clocks;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Begins, joins and ends transactions. Any thread; a transaction belongs to the thread that began it.
 *
 * <p>Statements of repositories that run meanwhile on the same thread are part of it; without one each is a transaction of its
 * own. Nothing is committed unless everything succeeded.
 */
public final class Transactions {
    private static final String COMPONENT = "Transactions";
    private static final Operation BEGIN = new Operation(COMPONENT, "begin", OperationType.TRANSACTION);
    private static final Operation COMMIT = new Operation(COMPONENT, "commit", OperationType.TRANSACTION);
    private static final Operation ROLLBACK = new Operation(COMPONENT, "rollback", OperationType.TRANSACTION);
    private static final Sql IDENTIFY = Sql.call("""
            SELECT set_config('millrace.actor', :actor, true) || set_config('millrace.user_id', :userId, true)
                || set_config('millrace.maintenance', :maintenance, true)
            """);
    private static final Sql FLUSH_AUDIT = Sql.call("SET CONSTRAINTS ALL IMMEDIATE");
    private static final Sql DEFER_AUDIT = Sql.call("SET CONSTRAINTS ALL DEFERRED");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ConnectionSource source;
    private final OperationLog log;
    private final NanoClock clock = Clocks.monotonic();
    private final EpochNanoClock wallClock = Clocks.epoch();

    /** Of this object, because a program may speak with two databases; empty again at the end of each transaction. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<UnitOfWork> current = new ThreadLocal<>();

    private final AtomicLong numbers = new AtomicLong();

    Transactions(ConnectionSource source, OperationLog log) {
        this.source = source;
        this.log = log;
    }

    /** Begins a transaction, or joins the one of this thread. */
    public Session open() {
        return open(TransactionIsolationLevel.READ_COMMITTED);
    }

    /** Runs work in a transaction, or as a part of the one of this thread; commits when it returns. */
    public <T> T call(Supplier<T> work) {
        return call(TransactionIsolationLevel.READ_COMMITTED, work);
    }

    /** Runs work in a transaction, or as a part of the one of this thread; commits when it returns. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /**
     * Runs work in a transaction and runs it again, as a whole, while it loses races and the policy allows. As a part of another
     * transaction it runs once, because only the whole can be repeated.
     */
    public <T> T retrying(RetryPolicy policy, Supplier<T> work) {
        return retrying(policy, TransactionIsolationLevel.READ_COMMITTED, work);
    }

    /** The same under serializable isolation: what commits could have run alone. */
    public <T> T serializable(RetryPolicy policy, Supplier<T> work) {
        return retrying(policy, TransactionIsolationLevel.SERIALIZABLE, work);
    }

    /**
     * Runs work in a transaction on somebody's behalf, or as a part of the one of this thread, which goes back to its own
     * identity afterwards.
     */
    public <T> T as(Identity identity, Supplier<T> work) {
        return as(before -> identity, work);
    }

    /** The same for a user, with the actor as it is. */
    public <T> T actingFor(UUID userId, Supplier<T> work) {
        return as(before -> before.forUser(userId.toString()), work);
    }

    /** The same for work that has to see the rows of all users. */
    public <T> T forMaintenance(Supplier<T> work) {
        return as(Identity::forMaintenance, work);
    }

    private <T> T as(UnaryOperator<Identity> change, Supplier<T> work) {
        boolean part = isActive();
        return call(() -> {
            UnitOfWork unit = current.get();
            Identity before = unit.identity();
            Identity wanted = change.apply(before);
            if (wanted.equals(before)) {
                return work.get();
            }
            identify(unit, wanted, part);
            T result = work.get();
            // A transaction that ends here keeps it, because its audit entries are written by its commit.
            if (part && unit.failure() == null) {
                identify(unit, before, true);
            }
            return result;
        });
    }

    /** Runs reads that all see the database as it was at the first of them; as a part of another transaction they see its. */
    public <T> T repeatableRead(Supplier<T> work) {
        return call(TransactionIsolationLevel.REPEATABLE_READ, work);
    }

    /** True where this thread is in a transaction. */
    public boolean isActive() {
        return current.get() != null;
    }

    /** Statements of a component, such as a repository. */
    public Statements statements(String component) {
        return new Statements(this, component);
    }

    private <T> T retrying(RetryPolicy policy, TransactionIsolationLevel isolation, Supplier<T> work) {
        if (isActive()) {
            return call(work);
        }
        Backoff pauses = new Backoff(policy.firstPause(), policy.longestPause(), new SplittableRandom());
        for (int attempt = 1; ; attempt++) {
            try {
                return call(isolation, work);
            } catch (AccessException e) {
                if (!e.isRetryable() || attempt >= policy.attempts()) {
                    throw e;
                }
                pause(pauses.nextPauseMs(), e);
            }
        }
    }

    private static void pause(long pauseMs, AccessException reason) {
        try {
            TimeUnit.MILLISECONDS.sleep(pauseMs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private <T> T call(TransactionIsolationLevel isolation, Supplier<T> work) {
        try (Session session = open(isolation)) {
            T result = work.get();
            session.commit();
            return result;
        }
    }

    private Session open(TransactionIsolationLevel isolation) {
        UnitOfWork joined = current.get();
        if (joined != null) {
            return new Session(this, joined, false);
        }
        UnitOfWork unit = timed(BEGIN, 0, () -> begin(isolation));
        current.set(unit);
        return new Session(this, unit, true);
    }

    /** Audit entries of what was done before are written first, where there may be some, while they still name who did it. */
    private void identify(UnitOfWork unit, Identity identity, boolean flush) {
        Statements statements = statements(COMPONENT);
        if (flush) {
            statements.call("identify", FLUSH_AUDIT).execute();
            statements.call("identify", DEFER_AUDIT).execute();
        }
        statements
                .call("identify", IDENTIFY)
                .bind("actor", identity.actor())
                .bind("userId", identity.userId())
                .bind("maintenance", identity.maintenance() ? "on" : "off")
                .one(String.class);
        unit.identity(identity);
    }

    private UnitOfWork begin(TransactionIsolationLevel isolation) {
        Handle handle = source.take(BEGIN);
        try {
            if (isolation != TransactionIsolationLevel.READ_COMMITTED) {
                handle.setTransactionIsolationLevel(isolation);
            }
            handle.begin();
            return new UnitOfWork(handle, numbers.incrementAndGet());
        } catch (JdbiException e) {
            source.giveBack(handle);
            throw ErrorMapper.map(e, BEGIN, "BEGIN");
        }
    }

    void commit(UnitOfWork unit) {
        timed(COMMIT, unit.number, () -> {
            try {
                return unit.handle.commit();
            } catch (JdbiException e) {
                throw ErrorMapper.mapCommit(e, COMMIT);
            }
        });
    }

    void end(UnitOfWork unit, boolean committed) {
        current.remove();
        try {
            if (!committed) {
                timed(ROLLBACK, unit.number, () -> rollback(unit.handle));
            }
        } finally {
            source.giveBack(unit.handle);
        }
    }

    /** A rollback that fails has lost its link, so that the server does the same by itself. */
    private Handle rollback(Handle handle) {
        try {
            return handle.rollback();
        } catch (JdbiException e) {
            source.report(ErrorMapper.map(e, ROLLBACK, "ROLLBACK"));
            return handle;
        }
    }

    /** Runs one statement in the transaction of this thread or, where there is none, by itself; maps and logs. */
    <T> T execute(Operation operation, String sql, StatementWork<T> work) {
        UnitOfWork unit = current.get();
        long number = unit == null ? 0 : unit.number;
        Instant begun = now();
        long startNs = clock.nanoTime();
        Handle handle = null;
        try {
            handle = unit == null ? source.take(operation) : unit.handle;
            T result = work.run(handle);
            log(begun, operation, startNs, work.rows(result), null, number, sql);
            return result;
        } catch (AccessException | JdbiException e) {
            AccessException mapped = ErrorMapper.map(e, operation, sql);
            source.report(mapped);
            if (unit != null) {
                unit.fail(mapped);
            }
            log(begun, operation, startNs, 0, mapped, number, sql);
            throw mapped;
        } finally {
            if (unit == null && handle != null) {
                source.giveBack(handle);
            }
        }
    }

    private <T> T timed(Operation operation, long number, Supplier<T> work) {
        Instant begun = now();
        long startNs = clock.nanoTime();
        try {
            T result = work.get();
            log(begun, operation, startNs, 0, null, number, "");
            return result;
        } catch (AccessException e) {
            source.report(e);
            log(begun, operation, startNs, 0, e, number, "");
            throw e;
        }
    }

    private void log(
            Instant begun,
            Operation operation,
            long startNs,
            long rows,
            AccessException error,
            long number,
            String sql) {
        String words = error == null ? null : error.getClass().getSimpleName() + ": " + error.getMessage();
        log.record(new OperationEvent(
                begun,
                operation,
                clock.nanoTime() - startNs,
                rows,
                words,
                number,
                Thread.currentThread().getName(),
                sql));
    }

    private Instant now() {
        long epochNs = wallClock.nanoTime();
        return Instant.ofEpochSecond(epochNs / NANOS_PER_SECOND, epochNs % NANOS_PER_SECOND);
    }
}
