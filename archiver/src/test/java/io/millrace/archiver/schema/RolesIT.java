package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each role can do its work and nothing else. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-113", "S0-049"})
class RolesIT {
    private static final String DENIED = "42501";
    private static final String ANN = "11111111-1111-1111-1111-111111111111";
    private static final String BOB = "22222222-2222-2222-2222-222222222222";

    private static final String[] ROWS = {
        "INSERT INTO profiles (id) VALUES ('" + ANN + "'), ('" + BOB + "')",
        "INSERT INTO stock_analyses (user_id, symbol, exchange, period, interval) SELECT id, 'INFY', 'NSE', '1y', '1d' FROM profiles",
        "INSERT INTO trading_levels (analysis_id, level_type, price) SELECT id, 'PIVOT', 1 FROM stock_analyses",
        "INSERT INTO user_sessions (user_id, username, session_token, expires_at)"
                + " SELECT id, 'u', session_token_hash(id::text), now() + interval '1 h' FROM profiles",
        "INSERT INTO auth_sessions (service_type, access_token, expires_at) VALUES ('kite', 'top secret', now() + interval '1 h')",
        "INSERT INTO system_configurations (config_type, config_key, config_value, is_secret)"
                + " VALUES ('api', 'open', '1', false), ('api', 'hidden', '\"top secret\"', true)",
        "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at) VALUES (1, 1, 1, 1, now())"
    };

    private static DatabaseTarget shared;

    @BeforeAll
    static void fill(DatabaseTarget target) {
        PostgresServer.execute(target, ROWS);
        shared = target;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            reader   | yes | SELECT count(*) FROM ticks
            reader   | yes | SELECT count(*) FROM audit_logs
            reader   | yes | SELECT count(*) FROM BackgroundJobs
            reader   | yes | SELECT service_type, expires_at, is_active FROM AuthSessions
            reader   | yes | SELECT id, service_type, expires_at, is_active FROM auth_sessions
            reader   | yes | SELECT username, expires_at FROM user_sessions
            reader   | no  | SELECT access_token FROM auth_sessions
            reader   | no  | SELECT access_token FROM AuthSessions
            reader   | no  | SELECT * FROM AuthSessions
            reader   | no  | SELECT count(*) FROM auth_sessions WHERE access_token = 'top secret'
            reader   | no  | SELECT * FROM sp_GetActiveSession('kite')
            reader   | no  | SELECT session_token FROM user_sessions
            reader   | no  | SELECT session_token FROM UserSessions
            reader   | no  | SELECT sp_CleanupExpiredSessions()
            reader   | no  | SELECT grant_roles()
            reader   | no  | SELECT audit_record('t', '1', 'A')
            reader   | no  | INSERT INTO audit_logs (entity_type, action) VALUES ('t', 'A')
            reader   | no  | INSERT INTO background_jobs (job_type) VALUES ('backtest')
            reader   | no  | UPDATE BackgroundJobs SET status = 'running'
            reader   | no  | DELETE FROM archive_position
            reader   | no  | UPDATE system_configurations SET is_secret = false
            reader   | no  | CREATE TABLE mine (x int)
            service  | yes | SELECT access_token FROM AuthSessions
            service  | yes | SELECT access_token FROM sp_GetActiveSession('kite')
            service  | yes | SELECT sp_UpdateAuthSession('kite', 'a', 'b', now())
            service  | yes | SELECT sp_CleanupExpiredSessions()
            service  | yes | INSERT INTO BackgroundJobs (job_type) VALUES ('backtest')
            service  | yes | UPDATE system_configurations SET config_value = '2'
            service  | yes | DELETE FROM system_config
            service  | yes | INSERT INTO cache_entries (cache_key, cache_value) VALUES ('k', '1')
            service  | yes | SELECT audit_record('t', '1', 'A')
            service  | yes | INSERT INTO AuditLogs (entity_type, action) VALUES ('t', 'A')
            service  | yes | SELECT count(*) FROM trading_signals
            service  | no  | INSERT INTO audit_logs (chain, entity_type, action, engine_id, sequence) VALUES ('engine:1', 't', 'A', 1, 1)
            service  | no  | UPDATE audit_logs SET actor = 'nobody'
            service  | no  | DELETE FROM AuditLogs
            service  | no  | TRUNCATE audit_logs
            service  | no  | UPDATE audit_chains SET entry_count = 5
            service  | no  | INSERT INTO audit_chains VALUES ('operational', 0, decode(repeat('00', 32), 'hex'), now())
            service  | no  | ALTER TABLE audit_logs DISABLE TRIGGER ALL
            service  | no  | UPDATE system_configuration_history SET config_value = '1'
            service  | no  | INSERT INTO trading_signals (engine_id, sequence) VALUES (1, 1)
            service  | no  | DELETE FROM ticks
            service  | no  | UPDATE archive_position SET sequence = 0
            service  | no  | TRUNCATE background_jobs
            archiver | yes | UPDATE archive_position SET sequence = 2
            archiver | yes | INSERT INTO audit_logs (chain, entity_type, action, engine_id, sequence) VALUES ('engine:1', 't', 'A', 1, 1)
            archiver | yes | DELETE FROM dead_letters
            archiver | yes | SELECT count(*) FROM system_configurations
            archiver | no  | INSERT INTO audit_logs (entity_type, action) VALUES ('t', 'A')
            archiver | no  | UPDATE audit_logs SET actor = 'nobody'
            archiver | no  | DELETE FROM ticks
            archiver | no  | UPDATE ticks SET price = 1
            archiver | no  | DELETE FROM archive_position
            archiver | no  | SELECT access_token FROM auth_sessions
            archiver | no  | INSERT INTO background_jobs (job_type) VALUES ('backtest')
            archiver | no  | SELECT sp_CleanupExpiredSessions()
            archiver | yes | SELECT ensure_tick_partition('2024-01-01')
            archiver | yes | SELECT summarize_tick_ranges()
            archiver | no  | SELECT retain_ticks('2024-01-01', false)
            archiver | no  | SELECT begin_tick_removal('2024-01-01')
            archiver | no  | SELECT end_tick_removal('2024-01-01', 'ticks', 0, false)
            archiver | no  | SELECT grant_roles()
            archiver | no  | DROP TABLE prices
            archiver | no  | ALTER TABLE prices ADD COLUMN mine int
            service  | no  | SELECT ensure_tick_partition('2024-01-01')
            service  | no  | SELECT retain_ticks('2024-01-01')
            """)
    void shouldAllowEachRoleItsWorkAndNothingElse(String role, String allowed, String sql) throws SQLException {
        try (Connection connection = PostgresServer.connectAs(shared, "millrace_" + role);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String state = state(() -> {
                statement.execute(sql);
                statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            });
            connection.rollback();
            assertThat(state).isEqualTo(allowed.equals("yes") ? "" : DENIED);
        }
    }

    @Test
    void shouldShowAUsersRowsToTheServiceThatActsForHim(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(target, ROWS);
        for (String role : new String[] {"millrace_service", "millrace_reader"}) {
            try (Connection connection = PostgresServer.connectAs(target, role)) {
                for (String counted : new String[] {
                    "SELECT count(id) FROM profiles", "SELECT count(id) FROM stock_analyses",
                    "SELECT count(id) FROM trading_levels", "SELECT count(id) FROM user_sessions"
                }) {
                    assertThat(one(connection, "", counted)).as(counted).isEqualTo("0");
                    assertThat(one(connection, "not a uuid", counted))
                            .as(counted)
                            .isEqualTo("0");
                    assertThat(one(connection, ANN, counted)).as(counted).isEqualTo("1");
                }
                assertThat(one(connection, ANN, "SELECT id FROM profiles")).isEqualTo(ANN);
            }
        }
    }

    @Test
    void shouldLetOnlyTheServiceWorkForAllUsers(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(target, ROWS);
        String counted = "SELECT (SELECT count(id) FROM profiles) || '/' || (SELECT count(id) FROM trading_levels)";
        try (Connection service = PostgresServer.connectAs(target, "millrace_service");
                Connection reader = PostgresServer.connectAs(target, "millrace_reader")) {
            one(service, "", "SELECT set_config('millrace.maintenance', 'on', false)");
            one(reader, "", "SELECT set_config('millrace.maintenance', 'on', false)");
            assertThat(one(service, "", counted)).isEqualTo("2/2");
            assertThat(one(reader, "", counted)).isEqualTo("0/0");
        }
    }

    @Test
    void shouldLetNobodyWriteRowsOfAnotherUser(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(target, ROWS);
        try (Connection connection = PostgresServer.connectAs(target, "millrace_service");
                Statement statement = connection.createStatement()) {
            one(connection, ANN, "SELECT 1");
            assertThat(statement.executeUpdate("UPDATE stock_analyses SET summary = 'mine'"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("DELETE FROM user_sessions")).isEqualTo(1);
            assertThat(statement.executeUpdate("UPDATE profiles SET full_name = 'x' WHERE id = '" + BOB + "'"))
                    .isZero();
            assertThat(state(() -> statement.execute(
                            "INSERT INTO stock_analyses (user_id, symbol, exchange, period, interval) VALUES ('" + BOB
                                    + "', 'X', 'NSE', '1y', '1d')")))
                    .isEqualTo(DENIED);
            assertThat(state(() -> statement.execute("UPDATE stock_analyses SET user_id = '" + BOB + "'")))
                    .isEqualTo(DENIED);
        }
        assertThat(PostgresServer.query(target, "SELECT count(*) FROM stock_analyses WHERE summary IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void shouldHideSecretSettingsFromReaders(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(target, ROWS);
        for (String role : new String[] {"reader", "archiver", "service"}) {
            try (Connection connection = PostgresServer.connectAs(target, "millrace_" + role)) {
                String all = role.equals("service") ? "2" : "1";
                for (String table : new String[] {
                    "system_configurations", "SystemConfigurations", "system_config", "system_configuration_history"
                }) {
                    assertThat(one(connection, "", "SELECT count(*) FROM " + table))
                            .as(role + table)
                            .isEqualTo(all);
                }
            }
        }
    }

    @Test
    void shouldShowNoSecretToAReaderAnywhere(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(target, ROWS);
        PostgresServer.execute(
                target,
                "UPDATE auth_sessions SET access_token = 'top secret 2', session_token = 'top secret 3'",
                "UPDATE system_configurations SET config_value = '\"top secret 4\"' WHERE is_secret",
                "UPDATE system_configurations SET is_secret = false, config_value = '0' WHERE is_secret",
                "DELETE FROM auth_sessions");
        try (Connection connection = PostgresServer.connectAs(target, "millrace_reader")) {
            assertThat(
                            one(
                                    connection,
                                    "",
                                    "SELECT string_agg(t, ' ') FROM (SELECT audit_logs::text FROM audit_logs UNION ALL"
                                            + " SELECT system_configuration_history::text FROM system_configuration_history) x (t)"))
                    .contains("[redacted]")
                    .doesNotContain("top secret");
        }
    }

    @Test
    void shouldCoverTablesOfLaterMigrations(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(
                target,
                "CREATE TABLE later (engine_id integer, sequence bigint)",
                "CREATE TABLE later_setting (x integer)",
                "CREATE VIEW later_view AS SELECT * FROM later");
        for (String role : new String[] {"reader", "archiver", "service"}) {
            assertThat(run(target, "millrace_" + role, "SELECT * FROM later, later_setting, later_view"))
                    .isEmpty();
        }
        PostgresServer.execute(target, "SELECT grant_roles()");
        assertThat(run(target, "millrace_archiver", "INSERT INTO later VALUES (1, 1)"))
                .isEmpty();
        assertThat(run(target, "millrace_archiver", "INSERT INTO later_setting VALUES (1)"))
                .isEqualTo(DENIED);
        assertThat(run(target, "millrace_service", "INSERT INTO later VALUES (1, 1)"))
                .isEqualTo(DENIED);
        assertThat(run(target, "millrace_archiver", "DROP TABLE later")).isEqualTo(DENIED);
    }

    @Test
    void shouldLetTheArchiverFillPartitionsThatAreMadeLater(DatabaseTarget target) throws SQLException {
        PostgresServer.execute(
                target,
                "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02 00:00:00+00')");
        String insert =
                "INSERT INTO ticks_20240101 (event_time, event_time_ns, engine_id, sequence, receive_time_ns, feed_position,"
                        + " instrument_id, feed_id, kind, price, quantity, aggressor, suspicious)"
                        + " VALUES ('2024-01-01 10:00:00+00', 1, 1, 1, 1, 1, 1, 1, 'TRADE', 1, 1, 'BUYER', false)";
        assertThat(run(target, "millrace_archiver", insert)).isEmpty();
        assertThat(run(target, "millrace_service", insert)).isEqualTo(DENIED);
        assertThat(run(target, "millrace_reader", "SELECT count(*) FROM ticks_20240101"))
                .isEmpty();
    }

    private static String run(DatabaseTarget target, String role, String sql) throws SQLException {
        try (Connection connection = PostgresServer.connectAs(target, role);
                Statement statement = connection.createStatement()) {
            return state(() -> statement.execute(sql));
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static String state(Work work) {
        try {
            work.run();
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static String one(Connection connection, String userId, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('millrace.user_id', '" + userId + "', false)");
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
