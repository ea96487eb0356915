package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operational tables, written and read under the names that the documents give them. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class OperationalTablesIT {
    /** For what is refused and therefore leaves nothing behind. */
    private static DatabaseTarget shared;

    @BeforeAll
    static void fill(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO profiles DEFAULT VALUES",
                "INSERT INTO stock_analyses (user_id, symbol, exchange, period, interval)"
                        + " SELECT id, 'INFY', 'NSE', '1y', '1d' FROM profiles",
                "INSERT INTO technical_indicators (analysis_id, indicator_name, indicator_value) SELECT id, 'RSI', 1 FROM stock_analyses",
                "INSERT INTO pattern_recognition (analysis_id, pattern_name, pattern_type, direction)"
                        + " SELECT id, 'flag', 'OTHER', 'NEUTRAL' FROM stock_analyses",
                "INSERT INTO trading_levels (analysis_id, level_type, price) SELECT id, 'PIVOT', 1 FROM stock_analyses",
                "INSERT INTO volume_analysis (analysis_id) SELECT id FROM stock_analyses",
                "INSERT INTO risk_management (analysis_id, risk_level) SELECT id, 'LOW' FROM stock_analyses",
                "INSERT INTO sector_benchmarking (analysis_id, sector, benchmark_symbol) SELECT id, 'IT', 'X' FROM stock_analyses",
                "INSERT INTO multi_timeframe_analysis (analysis_id, timeframe, trend) SELECT id, '1h', 'NEUTRAL' FROM stock_analyses");
        shared = target;
    }

    @Test
    @Covers({"S1-001..005", "S1-106", "S1-107", "S1-109"})
    void shouldKeepOneActiveSessionPerBroker(DatabaseTarget target) {
        String first = PostgresServer.query(
                target, "SELECT sp_UpdateAuthSession('kite', 'access', 'session', now() + interval '1 hour')");
        String second = PostgresServer.query(
                target, "SELECT sp_UpdateAuthSession('kite', 'other', NULL, now() + interval '2 hours')");
        assertThat(second).as("the same session with new tokens").isEqualTo(first);
        PostgresServer.execute(
                target,
                "INSERT INTO AuthSessions (service_type, access_token, expires_at) VALUES ('breeze', 'b', now() - interval '1 s')");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT service_type || access_token || coalesce(session_token, '-') || (expires_at > now())"
                                + " FROM sp_GetActiveSession('kite')"))
                .isEqualTo("kiteother-true");
        assertThat(PostgresServer.query(target, "SELECT id FROM sp_GetActiveSession('breeze')"))
                .as("expired")
                .isNull();

        PostgresServer.execute(target, "UPDATE AuthSessions SET is_active = false WHERE service_type = 'kite'");
        assertThat(PostgresServer.query(target, "SELECT id FROM sp_GetActiveSession('kite')"))
                .isNull();
        assertThat(PostgresServer.query(
                        target, "SELECT sp_UpdateAuthSession('kite', 'c', 'd', now() + interval '1 h')"))
                .isNotEqualTo(first);
        assertThatThrownBy(
                        () -> PostgresServer.execute(
                                target,
                                "INSERT INTO auth_sessions (service_type, access_token, expires_at) VALUES ('kite', 'x', now())"))
                .hasMessageContaining("auth_sessions_one_active");
    }

    @Test
    @Covers({"S1-108", "S1-114"})
    void shouldCleanUpExpiredSessions(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO auth_sessions (service_type, access_token, expires_at) VALUES ('kite', 'a', now() - interval '1 s'),"
                        + " ('breeze', 'b', now() + interval '1 hour')",
                "INSERT INTO user_sessions (username, session_token, created_at, expires_at) VALUES"
                        + " ('u', session_token_hash('1'), now() - interval '2 h', now() - interval '1 h'),"
                        + " ('u', session_token_hash('2'), now(), now() + interval '1 h')");
        assertThat(PostgresServer.query(target, "SELECT sp_CleanupExpiredSessions()"))
                .isEqualTo("2");
        assertThat(PostgresServer.query(target, "SELECT sp_CleanupExpiredSessions()"))
                .isEqualTo("0");
        assertThat(PostgresServer.query(target, "SELECT string_agg(service_type, ',') FROM auth_sessions"))
                .isEqualTo("breeze");
        assertThat(PostgresServer.query(target, "SELECT session_token = session_token_hash('2') FROM user_sessions"))
                .isEqualTo("t");
    }

    @Test
    @Covers({"S1-006..015", "S1-112"})
    void shouldLeadAJobFromItsBeginningToItsEnd(DatabaseTarget target) {
        for (String type : List.of("data_collection", "ml_validation", "backtest", "auto_login")) {
            String id = PostgresServer.query(
                    target, "INSERT INTO BackgroundJobs (job_type) VALUES ('" + type + "') RETURNING job_id");
            String where = " WHERE job_id = '" + id + "'";
            PostgresServer.execute(
                    target,
                    "UPDATE BackgroundJobs SET status = 'running', progress_percent = 10" + where,
                    "UPDATE BackgroundJobs SET progress_percent = 60" + where,
                    "UPDATE BackgroundJobs SET status = 'completed', result_data = '{\"rows\": 3}'" + where);
            assertThat(PostgresServer.query(
                            target,
                            "SELECT status || progress_percent || (result_data ->> 'rows') ||"
                                    + " (created_at <= started_at AND started_at <= finished_at) FROM background_jobs"
                                    + where))
                    .isEqualTo("completed1003true");
            assertThatThrownBy(() ->
                            PostgresServer.execute(target, "UPDATE BackgroundJobs SET status = 'running'" + where))
                    .hasMessageContaining("is completed and cannot become running");
        }
    }

    @Test
    @Covers({"S1-016..024", "S1-111", "S3-048"})
    void shouldCountTheVersionsOfASetting(DatabaseTarget target) {
        String set = "INSERT INTO SystemConfigurations (config_type, config_key, config_value) VALUES ('%s', 'k', '%s')"
                + " ON CONFLICT (config_type, config_key) DO UPDATE SET config_value = excluded.config_value";
        for (String type : List.of("scheduler", "trading", "auth", "api")) {
            PostgresServer.execute(target, String.format(set, type, 1));
            PostgresServer.execute(target, String.format(set, type, 2));
            PostgresServer.execute(target, String.format(set, type, 2));
            PostgresServer.execute(
                    target,
                    "UPDATE system_config SET version = 77, description = 'd' WHERE config_type = '" + type + "'");
            assertThat(PostgresServer.query(
                            target,
                            "SELECT version || ':' || config_value FROM system_config WHERE config_type = '" + type
                                    + "'"))
                    .isEqualTo("2:2");
        }
        PostgresServer.execute(target, "DELETE FROM SystemConfigurations WHERE config_type = 'api'");
        PostgresServer.execute(target, String.format(set, "api", 5));
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(version || ':' || coalesce(config_value::text, '-'), ' ' ORDER BY version)"
                                + " FROM system_configuration_history WHERE config_type = 'api'"))
                .isEqualTo("1:1 2:2 3:- 4:5");
        assertThat(PostgresServer.query(target, "SELECT version FROM SystemConfigurations WHERE config_type = 'api'"))
                .isEqualTo("4");
        assertThatThrownBy(() -> PostgresServer.execute(target, "DELETE FROM system_configuration_history"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> PostgresServer.execute(target, "UPDATE system_configurations SET config_key = 'z'"))
                .hasMessageContaining("keeps its name");
    }

    @Test
    @Covers({"S1-025..030", "S1-031..036", "S1-049..064", "S1-115"})
    void shouldTakeTheOtherRecordsUnderTheirNames(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO SchedulerExecutions (job_id, platform, execution_time, success, error_details)"
                        + " VALUES ('daily', 'kite', now(), true, NULL), ('daily', 'kite', now(), false, 'timeout')",
                "INSERT INTO ApiRateLimits (api_name, endpoint, request_count, window_start, window_end)"
                        + " VALUES ('kite', '/quote', 7, now(), now() + interval '1 min')",
                "UPDATE ApiRateLimits SET request_count = request_count + 1",
                "INSERT INTO CacheEntries (cache_key, cache_value, expires_at) VALUES ('k', '{\"a\": 1}', now())",
                "UPDATE CacheEntries SET access_count = access_count + 1 WHERE cache_key = 'k'",
                "INSERT INTO SystemHealth (component, status, response_time_ms, error_count) VALUES ('db', 'healthy', 1.5, 0)",
                "INSERT INTO AuditLogs (entity_type, action, old_value, new_value) VALUES ('thing', 'UPDATE', '1', '2')");
        assertThat(PostgresServer.query(
                        target, "SELECT count(*) FILTER (WHERE error_details IS NULL) FROM SchedulerExecutions"))
                .isEqualTo("1");
        assertThat(PostgresServer.query(
                        target, "SELECT request_count FROM ApiRateLimits WHERE window_end > window_start"))
                .isEqualTo("8");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT cache_value ->> 'a' || access_count || (expires_at <= now()) FROM CacheEntries"))
                .isEqualTo("11true");
        assertThat(PostgresServer.query(
                        target, "SELECT component || status || response_time_ms || error_count FROM SystemHealth"))
                .isEqualTo("dbhealthy1.50");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT entity_type || action || old_value || new_value || (timestamp <= now()) FROM AuditLogs"
                                + " WHERE entity_type = 'thing'"))
                .isEqualTo("thingUPDATE12true");
    }

    @Test
    @Covers({"S1-038..043", "S3-047"})
    void shouldShowTheLatestValidationOfEachModel(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO MLValidationRuns (model_type, signal_type, period, accuracy, precision_score, recall_score, created_at)"
                        + " VALUES ('forest', 'BUY', '2024-Q3', 0.5, 0.5, 0.25, now() - interval '2 d'),"
                        + " ('forest', 'BUY', '2024-Q4', 0.6, 0, 0, now() - interval '1 d'),"
                        + " ('forest', 'BUY', '2024-Q4', 0.7, 1, 1, now())");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(period || '=' || accuracy, ' ' ORDER BY period) FROM model_performance"))
                .isEqualTo("2024-Q3=0.5 2024-Q4=0.7");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(coalesce(round(f1_score::numeric, 4)::text, '-'), ' ' ORDER BY created_at)"
                                + " FROM ml_validation_runs"))
                .isEqualTo("0.3333 - 1.0000");
    }

    @Test
    @Covers({"S1-044..048"})
    void shouldKeepTheHashOfAUsersToken(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO UserSessions (username, session_token, expires_at) VALUES ('ann', session_token_hash('t'),"
                        + " now() + interval '1 hour')",
                "UPDATE UserSessions SET last_activity = now() WHERE session_token = session_token_hash('t')");
        assertThat(PostgresServer.query(
                        target, "SELECT username || (last_activity < expires_at) || session_token FROM UserSessions"))
                .isEqualTo("anntruesha256:e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8");
        assertThatThrownBy(
                        () -> PostgresServer.execute(
                                target,
                                "INSERT INTO UserSessions (username, session_token, expires_at) VALUES ('ann', 'plain', now() + interval '1 h')"))
                .hasMessageContaining("user_sessions_token_hashed");
    }

    @Test
    @Covers({"S2-064..069", "S3-009", "S3-037", "S3-039", "S3-042", "S3-044"})
    void shouldTakeBacktestsAndTrainingSamples(DatabaseTarget target) {
        String job = PostgresServer.query(
                target, "INSERT INTO background_jobs (job_type) VALUES ('backtest') RETURNING job_id");
        String result = PostgresServer.query(
                target,
                "INSERT INTO backtest_results (background_job_id, config, metrics, trades, equity_curve) VALUES ('"
                        + job
                        + "', '{\"symbol\": \"X\"}', '{\"return\": 0.1}', '[{\"pnl\": 1}]', '[[0, 100], [1, 101]]') RETURNING id");
        PostgresServer.execute(
                target,
                "UPDATE background_jobs SET status = 'completed', result_data = jsonb_build_object('backtest_result_id', '"
                        + result + "')");
        assertThat(
                        PostgresServer.query(
                                target,
                                "SELECT r.equity_curve -> 1 ->> 1 FROM BackgroundJobs j JOIN backtest_results r"
                                        + " ON r.id = (j.result_data ->> 'backtest_result_id')::uuid WHERE r.created_at <= now()"))
                .isEqualTo("101");
        PostgresServer.execute(target, "DELETE FROM background_jobs");
        assertThat(PostgresServer.count(target, "backtest_results"))
                .as("outlives its job")
                .isEqualTo(1);

        PostgresServer.execute(
                target,
                "INSERT INTO ai_training_data (trade_id, action, indicators, market_conditions) VALUES"
                        + " ('BTC_20241220_143052_a1b2c3d4', 'BUY', '{\"rsi\": 28}', '{\"regime\": \"calm\"}')",
                "UPDATE ai_training_data SET outcome = 'WIN', profit_loss = 3.5, outcome_at = now()"
                        + " WHERE trade_id = 'BTC_20241220_143052_a1b2c3d4'");
        assertThat(
                        PostgresServer.query(
                                target,
                                "SELECT outcome || (indicators ->> 'rsi') || (market_conditions ->> 'regime') FROM ai_training_data"))
                .isEqualTo("WIN28calm");
    }

    @Test
    @Covers({"S0-023..031", "S0-043", "S0-045", "S0-047", "S0-048", "S0-050", "S0-051", "S0-056", "S0-057"})
    void shouldStoreAnAnalysisWithItsPartsAndRemoveItWithItsUser(DatabaseTarget target) {
        String user = PostgresServer.query(target, "INSERT INTO profiles DEFAULT VALUES RETURNING id");
        assertThat(user).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        String analysis = PostgresServer.query(
                target,
                "INSERT INTO stock_analyses (user_id, symbol, exchange, period, interval, signal, confidence, sector) VALUES ('"
                        + user + "', 'INFY', 'NSE', '1y', '1d', 'BUY', 0.8, 'IT') RETURNING id");
        String part = "INSERT INTO %s (analysis_id, %s) VALUES ('" + analysis + "', %s)";
        PostgresServer.execute(
                target,
                String.format(part, "technical_indicators", "indicator_name, indicator_value", "'RSI', 28.5"),
                String.format(
                        part,
                        "pattern_recognition",
                        "pattern_name, pattern_type, direction, properties",
                        "'flag', 'CONTINUATION', 'BULLISH', '{\"slope\": -1}'"),
                String.format(part, "trading_levels", "level_type, price", "'SUPPORT', 1480.5"),
                String.format(part, "volume_analysis", "volume, average_volume, volume_ratio", "10, 5, 2"),
                String.format(part, "risk_management", "risk_level, risk_score", "'LOW', 0.2"),
                String.format(
                        part,
                        "sector_benchmarking",
                        "sector, benchmark_symbol, stock_return, sector_return",
                        "'IT', 'NIFTYIT', 0.25, 0.125"),
                String.format(
                        part, "multi_timeframe_analysis", "timeframe, trend, confidence", "'1h', 'BULLISH', 0.6"));
        assertThat(PostgresServer.query(
                        target,
                        "SELECT concat_ws(' ', exchange, period, interval, indicator_value, pattern_name, price, volume_ratio,"
                                + " r.risk_level, excess_return, m.timeframe) FROM stock_analyses a"
                                + " JOIN technical_indicators t ON t.analysis_id = a.id JOIN pattern_recognition p ON p.analysis_id = a.id"
                                + " JOIN trading_levels l ON l.analysis_id = a.id JOIN volume_analysis v ON v.analysis_id = a.id"
                                + " JOIN risk_management r ON r.analysis_id = a.id JOIN sector_benchmarking s ON s.analysis_id = a.id"
                                + " JOIN multi_timeframe_analysis m ON m.analysis_id = a.id WHERE a.interval = '1d'"))
                .isEqualTo("NSE 1y 1d 28.5 flag 1480.5 2 LOW 0.125 1h");
        PostgresServer.execute(target, "DELETE FROM profiles");
        for (String table : List.of(
                "stock_analyses",
                "technical_indicators",
                "pattern_recognition",
                "trading_levels",
                "volume_analysis",
                "risk_management",
                "sector_benchmarking",
                "multi_timeframe_analysis")) {
            assertThat(PostgresServer.count(target, table)).as(table).isZero();
        }
    }

    @Test
    @Covers({"S3-040", "S3-041", "S3-055"})
    void shouldTellWhichCombinationsOfIndicatorsSucceed(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO ai_training_data (action, indicators, outcome, profit_loss) SELECT 'BUY',"
                        + " '{\"rsi\": 28.1, \"macd\": \"bullish\"}', CASE WHEN g <= 95 THEN 'WIN' ELSE 'LOSS' END, 1"
                        + " FROM generate_series(1, 140) g",
                "INSERT INTO ai_training_data (action, indicators, outcome) VALUES ('BUY', '{\"macd\": \"bullish\", \"rsi\": 30}',"
                        + " 'EXPIRED'), ('BUY', '{\"rsi\": 30}', NULL), ('SELL', '{\"rsi\": 70}', 'EXPIRED')");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', indicators, action, sample_count, win_count, loss_count, win_rate,"
                                + " round(average_profit_loss, 1)), '; ' ORDER BY action) FROM indicator_combinations"))
                .isEqualTo("{macd=bullish,rsi} BUY 141 95 45 67.85 1.0; {rsi} SELL 1 0 0");
    }

    @ParameterizedTest
    @Covers({"S0-037", "S0-038", "S0-044", "S0-047", "S0-049"})
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            profiles             | id                          | 'no uuid'                     | invalid input syntax
            profiles             | email, is_anonymous         | 'no address', false           | profiles_email_form
            profiles             | email, is_anonymous         | 'Upper@case.org', false       | profiles_email_form
            profiles             | is_anonymous                | false                         | profiles_known_has_email
            profiles             | preferences                 | '[]'                          | profiles_preferences_object
            auth_sessions        | service_type, access_token, expires_at | 'other', 'x', now() | auth_sessions_service_known
            auth_sessions        | service_type, access_token, expires_at | 'kite', '', now()   | auth_sessions_token_length
            auth_sessions        | service_type, access_token, expires_at | 'kite', 'x', 'infinity' | auth_sessions_expires_finite
            background_jobs      | job_type                    | 'other'                       | background_jobs_type_known
            background_jobs      | job_type, status            | 'backtest', 'done'            | background_jobs_status_known
            background_jobs      | job_type, progress_percent  | 'backtest', 101               | background_jobs_progress_range
            background_jobs      | job_type, progress_percent  | 'backtest', -1                | background_jobs_progress_range
            background_jobs      | job_type, started_at        | 'backtest', now() + interval '1 h' | background_jobs_times
            background_jobs      | job_type, status            | 'backtest', 'failed'          | background_jobs_failed_says_why
            background_jobs      | job_type, status, started_at | 'backtest', 'running', now() - interval '1 h' | background_jobs_time_order
            system_configurations | config_type, config_key, config_value | 'other', 'k', '1'  | system_configurations_type_known
            system_configurations | config_type, config_key, config_value | 'api', '', '1'     | system_configurations_key_length
            system_configurations | config_type, config_key   | 'api', 'k'                    | not-null
            scheduler_executions | job_id, platform, success   | 'j', 'kite', false            | scheduler_executions_failure_says_why
            ml_validation_runs   | model_type, signal_type, period, accuracy | 'm', 's', 'p', 1.01 | fraction_check
            ml_validation_runs   | model_type, signal_type, period, accuracy | 'm', 's', 'p', 'NaN' | fraction_check
            user_sessions        | username, session_token, expires_at | 'u', session_token_hash('x'), now() - interval '1 s' | user_sessions_expires
            api_rate_limits      | api_name, endpoint, window_start, window_end | 'a', 'e', now(), now() | api_rate_limits_window_order
            api_rate_limits      | api_name, endpoint, request_count, window_start, window_end | 'a', 'e', -1, now(), now() + interval '1 s' | api_rate_limits_counts_range
            cache_entries        | cache_key, cache_value, access_count | 'k', '1', -1         | cache_entries_counts_range
            system_health        | component, status           | 'c', 'fine'                   | system_health_status_known
            system_health        | component, status, response_time_ms | 'c', 'healthy', 'NaN' | finite_double_check
            system_health        | component, status, response_time_ms | 'c', 'healthy', -1    | system_health_response_time_range
            ai_training_data     | indicators                  | '[]'                          | ai_training_data_objects
            ai_training_data     | indicators, profit_loss     | '{}', 'Infinity'              | finite_number_check
            ai_training_data     | indicators, outcome         | '{}', 'PERHAPS'               | ai_training_data_outcome_known
            ai_training_data     | indicators, trade_id        | '{}', 'x'                     | ai_training_data_trade_id_form
            backtest_results     | config, metrics             | '{}', '[]'                    | backtest_results_shapes
            """)
    void shouldRefuseWhatCannotBe(String table, String columns, String values, String reason) {
        assertThatThrownBy(() -> PostgresServer.execute(
                        shared, "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")"))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @Covers({"S0-038", "S0-043", "S0-048", "S0-049"})
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            stock_analyses           | symbol = 'no symbol'                 | stock_analyses_symbol_form
            stock_analyses           | exchange = 'nse'                     | stock_analyses_exchange_form
            stock_analyses           | period = ''                          | stock_analyses_period_length
            stock_analyses           | interval = NULL                      | not-null
            stock_analyses           | signal = 'PERHAPS'                   | stock_analyses_signal_known
            stock_analyses           | confidence = 80                      | fraction_check
            stock_analyses           | current_price = 0                    | stock_analyses_price_positive
            stock_analyses           | current_price = 'NaN'                | finite_number_check
            stock_analyses           | status = 'FAILED'                    | stock_analyses_failed_says_why
            stock_analyses           | data_from = now(), data_to = now() - interval '1 d' | stock_analyses_data_order
            stock_analyses           | user_id = gen_random_uuid()          | stock_analyses_user_fkey
            technical_indicators     | indicator_value = '-Infinity'        | finite_double_check
            technical_indicators     | analysis_id = gen_random_uuid()      | technical_indicators_analysis_fkey
            pattern_recognition      | direction = 'UP'                     | pattern_recognition_direction_known
            pattern_recognition      | start_time = now(), end_time = now() - interval '1 s' | pattern_recognition_time_order
            pattern_recognition      | target_price = -1                    | pattern_recognition_prices_positive
            trading_levels           | price = 0                            | trading_levels_price_positive
            trading_levels           | strength = 1.5                       | fraction_check
            volume_analysis          | volume = -1                          | volume_analysis_volumes_range
            risk_management          | risk_level = 'NONE'                  | risk_management_level_known
            risk_management          | max_loss = -1                        | risk_management_amounts_range
            sector_benchmarking      | correlation = 1.5                    | sector_benchmarking_correlation_range
            sector_benchmarking      | rank_in_sector = 3, peer_count = 2   | sector_benchmarking_rank_range
            multi_timeframe_analysis | trend = 'UP'                         | multi_timeframe_analysis_trend_known
            """)
    void shouldRefuseAnAnalysisThatCannotBe(String table, String change, String reason) {
        assertThatThrownBy(() -> PostgresServer.execute(shared, "UPDATE " + table + " SET " + change))
                .hasMessageContaining(reason);
    }
}
