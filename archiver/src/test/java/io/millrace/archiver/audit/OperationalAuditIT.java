package io.millrace.archiver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change of the services and its entry in the trail come together or not at all, without secrets. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-031..037", "S1-110", "S1-113"})
class OperationalAuditIT {
    private static final String TRAIL =
            "SELECT string_agg(concat_ws(' ', entity_type, action, context ->> 'changed'), E'\\n' ORDER BY chain_sequence) FROM audit_logs";

    @Test
    void shouldLeaveAnEntryForEveryChange(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO profiles DEFAULT VALUES",
                "UPDATE profiles SET last_active_at = now()",
                "UPDATE profiles SET full_name = 'Ann'",
                "INSERT INTO stock_analyses (user_id, symbol, exchange, period, interval)"
                        + " SELECT id, 'INFY', 'NSE', '1y', '1d' FROM profiles",
                "INSERT INTO BackgroundJobs (job_type) VALUES ('backtest')",
                "UPDATE BackgroundJobs SET status = 'running'",
                "UPDATE BackgroundJobs SET progress_percent = 50",
                "UPDATE BackgroundJobs SET status = 'cancelled'",
                "INSERT INTO SystemConfigurations (config_type, config_key, config_value) VALUES ('api', 'k', '1')",
                "UPDATE SystemConfigurations SET config_value = '1'",
                "UPDATE SystemConfigurations SET config_value = '2'",
                "INSERT INTO UserSessions (username, session_token, expires_at) VALUES ('u', session_token_hash('t'), now() + '1 h')",
                "UPDATE UserSessions SET last_activity = now()",
                "INSERT INTO ml_validation_runs (model_type, signal_type, period, accuracy) VALUES ('m', 's', 'p', 1)",
                "INSERT INTO backtest_results (config, metrics, trades) VALUES ('{}', '{}', '[1, 2, 3]')",
                "DELETE FROM profiles",
                "TRUNCATE user_sessions");
        assertThat(PostgresServer.query(target, TRAIL)).isEqualTo("""
                        profiles INSERT
                        profiles UPDATE ["full_name"]
                        stock_analyses INSERT
                        background_jobs INSERT
                        background_jobs UPDATE ["started_at", "status"]
                        background_jobs UPDATE ["finished_at", "status"]
                        system_configurations INSERT
                        system_configurations UPDATE ["config_value", "version"]
                        user_sessions INSERT
                        ml_validation_runs INSERT
                        backtest_results INSERT
                        profiles DELETE
                        stock_analyses DELETE
                        user_sessions TRUNCATE""");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT concat(entity_id, old_value ->> 'config_value', new_value ->> 'config_value') FROM audit_logs"
                                + " WHERE entity_type = 'system_configurations' AND action = 'UPDATE'"))
                .isEqualTo("api/k12");
        assertThat(AuditVerifier.verify(target, List.of(), read -> {}).whole()).isTrue();
    }

    @Test
    void shouldNeverShowASecret(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "SELECT sp_UpdateAuthSession('kite', 'geheim1', 'geheim2', now() + interval '1 h')",
                "SELECT sp_UpdateAuthSession('kite', 'geheim3', NULL, now() + interval '1 h')",
                "UPDATE auth_sessions SET is_active = false",
                "DELETE FROM auth_sessions",
                "INSERT INTO user_sessions (username, session_token, expires_at) VALUES ('u', session_token_hash('geheim'), now() + '1 h')",
                "INSERT INTO system_config (config_type, config_key, config_value, is_secret) VALUES ('auth', 'k', '\"geheim4\"', true)",
                "UPDATE system_config SET config_value = '\"geheim5\"'",
                "UPDATE system_config SET config_value = '\"open\"', is_secret = false",
                "UPDATE system_config SET config_value = '\"geheim6\"', is_secret = true");
        assertThat(PostgresServer.query(target, "SELECT string_agg(audit_logs::text, ' ') FROM audit_logs"))
                .contains("[redacted]")
                .doesNotContain("geheim")
                .doesNotContain("sha256:");
        assertThat(
                        PostgresServer.query(
                                target,
                                "SELECT context -> 'changed' FROM audit_logs WHERE entity_type = 'auth_sessions' AND action = 'UPDATE'"))
                .contains("access_token", "session_token");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT count(*) FROM audit_logs WHERE entity_type = 'auth_sessions' AND new_value ->> 'session_token' IS NULL"
                                + " AND action = 'UPDATE'"))
                .as("that a secret is gone can be seen")
                .isEqualTo("2");
    }

    @Test
    void shouldNameWhoDidItForWhom(DatabaseTarget target) throws SQLException {
        try (Connection connection = PostgresServer.connectAs(target, "millrace_service");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO background_jobs (job_type) VALUES ('backtest')");
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL millrace.actor = 'scheduler'; SET LOCAL millrace.user_id = 'ann'");
            statement.execute("INSERT INTO background_jobs (job_type) VALUES ('auto_login')");
            connection.commit();
        }
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(':', actor, user_id, new_value ->> 'job_type'), ' ' ORDER BY chain_sequence)"
                                + " FROM audit_logs"))
                .isEqualTo("millrace_service:backtest scheduler:ann:auto_login");
    }

    @Test
    void shouldComeAndGoWithTheChange(DatabaseTarget target) throws SQLException {
        try (Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO background_jobs (job_type) VALUES ('backtest')");
            connection.rollback();
            assertThat(PostgresServer.count(target, "audit_logs")).isZero();

            // Where the entry cannot be written there is no change either.
            PostgresServer.execute(
                    target, "ALTER TABLE audit_logs ADD CONSTRAINT full_up CHECK (entity_type = '') NOT VALID");
            statement.execute("INSERT INTO background_jobs (job_type) VALUES ('backtest')");
            assertThatThrownBy(connection::commit).hasMessageContaining("full_up");
        }
        assertThat(PostgresServer.count(target, "background_jobs")).isZero();
    }

    /** The chain's lock comes last, so it takes part in no deadlock whatever the order of the rows before. */
    @Test
    void shouldNotMakeWritersWaitForEachOther(DatabaseTarget target) throws Exception {
        PostgresServer.execute(
                target,
                "INSERT INTO background_jobs (job_type) SELECT 'backtest' FROM generate_series(1, 40)",
                "CREATE TABLE places AS SELECT job_id, row_number() OVER () - 1 AS place FROM background_jobs");
        try (Connection slow = PostgresServer.connect(target);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO background_jobs (job_type) VALUES ('auto_login')");
            PostgresServer.execute(
                    target, "SET lock_timeout = '5s'; INSERT INTO background_jobs (job_type) VALUES ('backtest')");
            slow.commit();
        }
        long seed = System.nanoTime();
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                Random random = new Random(seed + w);
                writers.add(() -> touch(target, random));
            }
            for (Future<Void> writer : executor.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            executor.shutdownNow();
        }
        AuditCheck check = AuditVerifier.verify(target, List.of(), read -> {});
        assertThat(check.findings()).as("seed %d", seed).isEmpty();
        assertThat(check.entryCount()).as("seed %d", seed).isEqualTo(42 + 8 * 10 * 2);
    }

    /** Two rows in ascending order, as a careful service does it. */
    private static Void touch(DatabaseTarget target, Random random) throws SQLException {
        try (Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                int first = random.nextInt(39);
                int second = first + 1 + random.nextInt(39 - first);
                for (int place : new int[] {first, second}) {
                    statement.execute(
                            "UPDATE background_jobs SET parameters = jsonb_build_object('x', '" + random.nextLong()
                                    + "') WHERE job_id = (SELECT job_id FROM places WHERE place = " + place + ")");
                }
                connection.commit();
            }
        }
        return null;
    }
}
