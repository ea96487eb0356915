package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.access.error.InvalidSqlException;
import io.millrace.archiver.access.error.NetworkFailureException;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class DatabaseConnectionIT {
    private static final String CONNECTIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'millrace-test'"
                    + " AND datname = current_database()";

    private static final Sql SETTING = Sql.select("SELECT current_setting(:name)");
    private static final Sql ROLE = Sql.select("SELECT current_user || ' of ' || session_user");
    private static final Sql ONE = Sql.select("SELECT 1");
    private static final Sql WRITE = Sql.insert("INSERT INTO t VALUES (1)");

    @Test
    @Covers({"S2-006..012", "S2-018", "S2-111", "S2-118", "S2-124", "S3-001", "S3-003", "S3-050"})
    void shouldOpenCountAndClose(DatabaseTarget database) {
        DatabaseConnection connection = AccessFixture.open(database, 3);
        assertThat(connection.state()).isEqualTo(LinkState.UP);
        try (Session session = connection.session()) {
            statements(connection).call("one", ONE).one(Integer.class);
            assertThat(connection.pool()).isEqualTo(new PoolStatus(1, 0, 1, 0, 3));
            session.commit();
        }
        assertThat(connection.pool()).isEqualTo(new PoolStatus(1, 1, 0, 0, 3));
        DatabaseHealth health = connection.health();
        assertThat(health.healthy()).as(health.toString()).isTrue();
        assertThat(health.latencyNs()).isBetween(1L, TimeUnit.SECONDS.toNanos(5));
        connection.close();
        assertThat(connection.state()).isEqualTo(LinkState.CLOSED);
        assertThat(connection.health().healthy()).isFalse();
        assertThatExceptionOfType(NetworkFailureException.class)
                .isThrownBy(() -> statements(connection).call("one", ONE).one(Integer.class))
                .withMessageContaining("closed");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> PostgresServer.query(database, CONNECTIONS).equals("0"));
    }

    @Test
    void shouldTellTheServerItsLimits(DatabaseTarget database) {
        try (DatabaseConnection connection = AccessFixture.openHasty(database, 2)) {
            assertThat(setting(connection, "statement_timeout")).isEqualTo("3s");
            assertThat(setting(connection, "lock_timeout")).isEqualTo("2s");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("20s");
            assertThat(setting(connection, "application_name")).isEqualTo("millrace-test");
        }
    }

    @Test
    @Covers({"S2-116"})
    void shouldActAsARoleWithFewerRights(DatabaseTarget database) {
        PostgresServer.execute(
                database,
                "DO $$ BEGIN CREATE ROLE access_test_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "CREATE TABLE t (a int)",
                "GRANT SELECT ON t TO access_test_reader");
        AccessConfig config = AccessFixture.config(database, 2).withRole("access_test_reader");
        try (DatabaseConnection connection = DatabaseConnection.initialize(config)) {
            assertThat(statements(connection).call("role", ROLE).one(String.class))
                    .isEqualTo("access_test_reader of postgres");
            assertThatExceptionOfType(InvalidSqlException.class)
                    .isThrownBy(
                            () -> statements(connection).call("write", WRITE).execute())
                    .withMessageContaining("permission denied for table t");
        }
    }

    @Test
    @Covers("S2-114")
    void shouldInsistOnEncryptionWhereToldTo(DatabaseTarget database) {
        AccessConfig config = AccessFixture.config(database, 1).withSslMode("require");
        try (DatabaseConnection connection = DatabaseConnection.initialize(config)) {
            assertThat(connection.state()).isEqualTo(LinkState.DOWN);
            assertThat(connection.health().reason()).contains("SSL");
        }
    }

    @Test
    @Covers("S2-017")
    void shouldReplaceAConnectionThatDiedInThePool(DatabaseTarget database) throws InterruptedException {
        try (DatabaseConnection connection = AccessFixture.open(database, 1)) {
            statements(connection).call("one", ONE).one(Integer.class);
            PostgresServer.execute(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'millrace-test'"
                            + " AND datname = current_database()");
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(statements(connection).call("one", ONE).one(Integer.class))
                    .isEqualTo(1);
        }
    }

    private static String setting(DatabaseConnection connection, String name) {
        return statements(connection)
                .call("setting", SETTING)
                .bind("name", name)
                .one(String.class);
    }

    private static Statements statements(DatabaseConnection connection) {
        return connection.transactions().statements("Test");
    }
}
