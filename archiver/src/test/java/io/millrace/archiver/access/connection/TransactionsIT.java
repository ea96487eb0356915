package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.archiver.access.error.ConstraintViolationException;
import io.millrace.archiver.access.error.DeadlockException;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S2-009", "S2-080", "S2-089", "S2-125", "S2-129"})
@SuppressWarnings("try") // A session that is only held, or left without commit, is what is tested.
class TransactionsIT {
    private static final Sql INSERT = Sql.insert("INSERT INTO t (id, n) VALUES (:id, :n)");
    private static final Sql ADD = Sql.update("UPDATE t SET n = n + 1 WHERE id = :id");
    private static final Sql SUM = Sql.select("SELECT coalesce(sum(n), 0) FROM t");
    private static final Sql IDENTITY = Sql.select(
            "SELECT coalesce(current_setting('millrace.actor', true), '') || '/' || coalesce(current_setting('millrace.user_id', true), '')");

    private DatabaseTarget database;
    private DatabaseConnection connection;
    private Transactions transactions;
    private Statements statements;

    @BeforeEach
    void open(DatabaseTarget fresh) {
        database = fresh;
        PostgresServer.execute(fresh, "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL CHECK (n < 100))");
        connection = AccessFixture.open(fresh);
        transactions = connection.transactions();
        statements = transactions.statements("Test");
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void shouldCommitAllOrNothing() {
        transactions.run(() -> {
            insert(1);
            insert(2);
        });
        assertThat(rows()).isEqualTo(2);
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    insert(3);
                    insert(1);
                }))
                .satisfies(e -> assertThat(e.context().constraint()).isEqualTo("t_pkey"));
        assertThat(rows()).isEqualTo(2);
        assertThat(connection.pool().checkedOut()).isZero();
    }

    @Test
    void shouldRollBackASessionThatIsNotCommitted() {
        try (Session session = connection.session()) {
            insert(1);
        }
        assertThat(rows()).isZero();
        try (Session session = connection.session()) {
            insert(1);
            session.commit();
            assertThatIllegalStateException().isThrownBy(session::commit);
        }
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void shouldJoinTheTransactionOfTheThread() {
        transactions.run(() -> {
            insert(1);
            transactions.run(() -> insert(2));
            assertThat(rows()).isZero();
            assertThat(connection.pool().checkedOut()).isEqualTo(1);
        });
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void shouldNotCommitTheWholeWhenAPartHasFailed() {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    insert(1);
                    try {
                        transactions.run(() -> insert(1));
                    } catch (ConstraintViolationException swallowed) {
                        assertThat(swallowed).hasMessageContaining("t_pkey");
                    }
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.run(() -> {
                    insert(1);
                    try (Session part = transactions.open()) {
                        insert(2);
                    }
                }))
                .withMessageContaining("without commit");
        assertThat(rows()).isZero();
    }

    @Test
    void shouldNameOnWhoseBehalfItWorksAndForgetItAfterwards() {
        String inside = transactions.as(Identity.of("data-service", "u1"), () -> {
            String nested = transactions.as(Identity.ofComponent("job"), this::identity);
            return nested + " then " + identity();
        });
        assertThat(inside).isEqualTo("job/ then data-service/u1");
        assertThat(identity()).isEqualTo("/");
    }

    @Test
    @Covers("S2-093")
    void shouldMapARealDeadlockAndSucceedWhenItIsRetried() {
        insert(1);
        insert(2);
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        List<CompletableFuture<Void>> sides = IntStream.of(1, 2)
                .mapToObj(first -> CompletableFuture.runAsync(() -> transactions.retrying(RetryPolicy.DEFAULT, () -> {
                    boolean again = runs.incrementAndGet() > 2;
                    add(first);
                    if (!again) {
                        await(both);
                    }
                    add(3 - first);
                    return null;
                })))
                .toList();
        sides.forEach(CompletableFuture::join);
        assertThat(runs.get()).as("one of two lost and ran again").isGreaterThanOrEqualTo(3);
        assertThat(sum()).as("each side has added once to both").isEqualTo(1 + 2 + 4);
    }

    @Test
    @Covers("S2-093")
    void shouldGiveUpWhenTheBoundIsReached() {
        insert(1);
        AtomicInteger runs = new AtomicInteger();
        try (Session held = holdRow(1);
                DatabaseConnection hasty = AccessFixture.openHasty(database, 1)) {
            RetryPolicy twice = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2));
            Statements others = hasty.transactions().statements("Test");
            CompletableFuture<Throwable> loser = CompletableFuture.supplyAsync(() -> {
                        hasty.transactions().retrying(twice, () -> {
                            runs.incrementAndGet();
                            return others.call("add", ADD).bind("id", 1).execute();
                        });
                        return (Throwable) null;
                    })
                    .exceptionally(Throwable::getCause);
            assertThat(loser.join()).isInstanceOf(DeadlockException.class).hasMessageContaining("lock timeout");
        }
        assertThat(runs.get()).isEqualTo(2);
    }

    @Test
    @Covers("S2-130")
    void shouldRunSerializableTransactionsAgainUntilEachCounts() {
        IntStream.rangeClosed(1, 4)
                .mapToObj(id -> CompletableFuture.runAsync(() -> transactions.serializable(
                        new RetryPolicy(20, Duration.ofMillis(5), Duration.ofMillis(100)), () -> {
                            int next = (int) sum() + 1;
                            return statements
                                    .call("insert", INSERT)
                                    .bind("id", id)
                                    .bind("n", next)
                                    .execute();
                        })))
                .toList()
                .forEach(CompletableFuture::join);
        // Each saw the sum of those before: 1, 2, 4, 8.
        assertThat(sum()).isEqualTo(15);
    }

    private Session holdRow(int id) {
        Session session = connection.session();
        add(id);
        return session;
    }

    private void insert(int id) {
        statements.call("insert", INSERT).bind("id", id).bind("n", id).execute();
    }

    private void add(int id) {
        statements.call("add", ADD).bind("id", id).execute();
    }

    private long sum() {
        return statements.call("sum", SUM).one(Long.class);
    }

    private String identity() {
        return statements.call("identity", IDENTITY).one(String.class);
    }

    /** As another connection sees it. */
    private long rows() {
        return PostgresServer.count(database, "t");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
