package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.access.error.NetworkFailureException;
import io.millrace.archiver.access.error.PoolExhaustedException;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.BreakingProxy;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(90)
@ExtendWith(PostgresExtension.class)
@SuppressWarnings("try") // A session that is only held, or left without commit, is what is tested.
class DatabaseAwayIT {
    private static final Sql ONE = Sql.select("SELECT 1");
    private static final Sql MANY = Sql.select("SELECT repeat('x', 1000) FROM generate_series(1, 100)");
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final int FAILED_CALLS = 1_000;

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers({"S3-004", "S3-052", "S0-053"})
    void shouldFailAtOnceWhileTheServerIsAwayAndGoOnWhenItIsBack() throws IOException {
        try (PostgresServer server = new PostgresServer();
                DatabaseConnection connection = AccessFixture.openHasty(server.target("postgres"), 4)) {
            assertThat(one(connection)).isEqualTo(1);
            server.stop();
            assertThatExceptionOfType(NetworkFailureException.class).isThrownBy(() -> one(connection));
            await().atMost(BACK).until(() -> connection.state() == LinkState.DOWN);

            long startNs = System.nanoTime();
            for (int i = 0; i < FAILED_CALLS; i++) {
                assertThatExceptionOfType(NetworkFailureException.class)
                        .isThrownBy(() -> one(connection))
                        .withMessageContaining("is away since");
            }
            assertThat(System.nanoTime() - startNs)
                    .as("%d calls without a database, ns", FAILED_CALLS)
                    .isLessThan(TimeUnit.SECONDS.toNanos(2));
            DatabaseHealth health = connection.health();
            assertThat(health.status()).isEqualTo(DatabaseHealth.Status.DOWN);
            assertThat(health.reason()).contains("refused");

            server.start();
            await().atMost(BACK).until(() -> connection.state() == LinkState.UP);
            assertThat(one(connection)).isEqualTo(1);
            assertThat(connection.health().healthy()).isTrue();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers({"S3-001", "S3-004"})
    void shouldStartWithoutADatabaseAndConnectWhenThereIsOne() throws IOException {
        try (PostgresServer server = new PostgresServer()) {
            server.stop();
            try (DatabaseConnection connection = AccessFixture.openHasty(server.target("postgres"), 4)) {
                assertThat(connection.state()).isEqualTo(LinkState.DOWN);
                server.start();
                await().atMost(BACK).until(() -> connection.state() == LinkState.UP);
                assertThat(one(connection)).isEqualTo(1);
            }
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers("S2-091")
    void shouldMapACutLinkAndUseAnother(DatabaseTarget database, PostgresServer server) throws IOException {
        try (BreakingProxy proxy = new BreakingProxy(server.port(), 7, 1_000, 1_500, 20_000);
                DatabaseConnection connection = AccessFixture.open(proxy.before(database))) {
            int answered = 0;
            int cut = 0;
            for (int i = 0; i < 200 && (cut < 3 || answered < 3); i++) {
                await().atMost(BACK).until(() -> connection.state() == LinkState.UP);
                try {
                    if (i % 2 == 0) {
                        assertThat(statements(connection).call("many", MANY).list(String.class))
                                .hasSize(100);
                    } else {
                        assertThat(one(connection)).isEqualTo(1);
                    }
                    answered++;
                } catch (NetworkFailureException e) {
                    cut++;
                }
            }
            assertThat(cut).as("cut calls").isGreaterThanOrEqualTo(3);
            assertThat(answered).as("answered calls").isGreaterThanOrEqualTo(3);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers("S3-052")
    void shouldNotWaitLongForASilentServer(DatabaseTarget database, PostgresServer server) throws IOException {
        try (BreakingProxy proxy = new BreakingProxy(server.port(), 7, 0, 1, 1);
                DatabaseConnection connection = AccessFixture.openHasty(proxy.before(database), 4)) {
            assertThat(one(connection)).isEqualTo(1);
            proxy.silence();
            long startNs = System.nanoTime();
            assertThatExceptionOfType(NetworkFailureException.class).isThrownBy(() -> one(connection));
            assertThat(System.nanoTime() - startNs)
                    .as("socket timeout and validation, ns")
                    .isLessThan(TimeUnit.SECONDS.toNanos(12));
            await().atMost(BACK).until(() -> connection.state() == LinkState.DOWN);
            proxy.speak();
            await().atMost(BACK).until(() -> connection.state() == LinkState.UP);
            assertThat(one(connection)).isEqualTo(1);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers({"S2-090", "S2-012", "S2-015"})
    void shouldSayThatThePoolIsExhausted(DatabaseTarget database) {
        try (DatabaseConnection connection = AccessFixture.open(database, 1);
                Session held = connection.session()) {
            long startNs = System.nanoTime();
            Thread other = new Thread(() -> {
                assertThat(connection.health().status()).isEqualTo(DatabaseHealth.Status.DEGRADED);
                assertThatExceptionOfType(PoolExhaustedException.class)
                        .isThrownBy(() -> one(connection))
                        .withMessageContaining("all 1 connections are in use");
            });
            Throwable[] failure = new Throwable[1];
            other.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
            other.start();
            await().atMost(Duration.ofSeconds(5)).until(() -> connection.pool().waiting() == 1);
            await().atMost(Duration.ofSeconds(5)).until(() -> !other.isAlive());
            assertThat(failure[0]).isNull();
            assertThat(System.nanoTime() - startNs).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
            assertThat(connection.state()).as("a full pool is no lost database").isEqualTo(LinkState.UP);
        }
    }

    private static int one(DatabaseConnection connection) {
        return statements(connection).call("one", ONE).one(Integer.class);
    }

    private static Statements statements(DatabaseConnection connection) {
        return connection.transactions().statements("Test");
    }
}
