package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The views and aggregates over analyses, on rows whose figures can be reckoned by hand. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class AnalysisViewsIT {
    private static final String ALICE = "11111111-1111-1111-1111-111111111111";
    private static final String BOB = "22222222-2222-2222-2222-222222222222";
    private static final String RANGE = "('2024-08-01', '2024-09-01')";

    @Test
    @Covers("S0-032")
    void shouldSumUpAnAnalysisWithItsUserAndParts(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT concat_ws(' ', user_id, is_anonymous, symbol, signal, confidence, indicator_count, pattern_count, support,"
                                + " resistance, volume_ratio, stop_loss, take_profit, risk_reward, round(excess_return::numeric, 4),"
                                + " timeframe_count) FROM analysis_summary_view WHERE analysis_id = " + id(1)))
                .isEqualTo(ALICE + " t TCS BUY 0.8 2 1 95 110 1.5 90 120 2 0.0200 1");
        assertThat(PostgresServer.query(target, "SELECT count(*) FROM analysis_summary_view"))
                .isEqualTo("6");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT concat_ws(' ', indicator_count, pattern_count, timeframe_count, support IS NULL)"
                                + " FROM analysis_summary_view WHERE analysis_id = " + id(2)))
                .isEqualTo("0 0 0 t");
    }

    @Test
    @Covers({"S0-033", "S0-066"})
    void shouldTellHowSectorsDo(DatabaseTarget target) {
        fill(target);
        String columns =
                "string_agg(concat_ws(' ', sector, analysis_count, round(avg_confidence::numeric, 3), buy_count, hold_count,"
                        + " sell_count, round(avg_excess_return::numeric, 4)), ', ' ORDER BY sector)";
        assertThat(PostgresServer.query(target, "SELECT " + columns + " FROM sector_performance_view"))
                .isEqualTo("BANK 2 0.400 0 1 1 -0.0100, IT 3 0.700 2 0 1 0.0200");
        assertThat(PostgresServer.query(
                        target, "SELECT " + columns + " FROM sector_performance('2024-08-01', '2024-08-03')"))
                .isEqualTo("IT 2 0.700 2 0 0 0.0200");
        assertThat(PostgresServer.query(target, "SELECT symbol_count FROM sector_performance_view WHERE sector = 'IT'"))
                .isEqualTo("2");
    }

    @Test
    @Covers({"S0-034", "S0-041", "S0-051"})
    void shouldTellAUsersHistory(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', analysis_number, symbol, signal, coalesce(previous_signal, '-'),"
                                + " round(confidence_change::numeric, 2)), ', ' ORDER BY analysis_number)"
                                + " FROM user_analysis_history_view WHERE user_id = '" + ALICE + "'"))
                .isEqualTo("1 TCS BUY -, 2 INFY BUY -, 3 TCS SELL BUY -0.10");
    }

    @Test
    @Covers({"S0-065", "S0-040"})
    void shouldCountTheAnalysesOfEachUser(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', left(user_id::text, 1), analysis_count, completed_count, last_30_days,"
                                + " symbol_count), ', ' ORDER BY user_id) FROM user_analysis_counts"))
                .isEqualTo("1 3 3 0 2, 2 3 2 0 2");
    }

    @Test
    @Covers("S0-067")
    void shouldAggregateConfidence(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', symbol, analysis_count, round(avg_confidence::numeric, 2),"
                                + " round(min_confidence::numeric, 2), round(max_confidence::numeric, 2),"
                                + " round(median_confidence::numeric, 2)), ', ') FROM confidence_aggregation" + RANGE))
                .isEqualTo("HDFC 2 0.40 0.30 0.50 0.40, INFY 1 0.60 0.60 0.60 0.60, TCS 2 0.75 0.70 0.80 0.75");
    }

    @Test
    @Covers("S0-068")
    void shouldTellHowSignalsAreSpread(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', signal, analysis_count, percent), ', ') FROM signal_distribution"
                                + RANGE))
                .isEqualTo("BUY 2 40.00, HOLD 1 20.00, SELL 2 40.00");
        assertThat(PostgresServer.query(target, "SELECT count(*) FROM signal_distribution('2024-08-01', '2024-08-01')"))
                .isEqualTo("0");
    }

    @Test
    @Covers("S0-069")
    void shouldTellTrendsOverTime(DatabaseTarget target) {
        fill(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', to_char(start_time AT TIME ZONE 'UTC', 'DD'), analysis_count, user_count,"
                                + " symbol_count, round(avg_confidence::numeric, 2), buy_count, sell_count, failed_count), ', ')"
                                + " FROM analysis_trends('2024-08-01', '2024-09-01', '2 days')"))
                .isEqualTo("01 2 1 2 0.70 2 0 0, 03 2 2 2 0.60 0 1 0, 05 2 1 2 0.30 0 1 1");
    }

    @Test
    @Covers({"S0-032..034"})
    void shouldShowAServiceTheRowsOfItsUserOnly(DatabaseTarget target) throws SQLException {
        fill(target);
        try (Connection service = PostgresServer.connectAs(target, "millrace_service");
                Statement statement = service.createStatement()) {
            for (String view : new String[] {"analysis_summary_view", "user_analysis_history_view"}) {
                statement.execute("SELECT set_config('millrace.user_id', '" + BOB + "', false)");
                try (ResultSet row = statement.executeQuery("SELECT count(*), count(DISTINCT user_id) FROM " + view)) {
                    row.next();
                    assertThat(row.getInt(1)).as(view).isEqualTo(3);
                    assertThat(row.getInt(2)).as(view).isEqualTo(1);
                }
            }
        }
    }

    private static String id(int number) {
        return "'00000000-0000-0000-0000-00000000000" + number + "'";
    }

    private static void fill(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO profiles (id) VALUES ('" + ALICE + "'), ('" + BOB + "')",
                "INSERT INTO stock_analyses (id, user_id, symbol, exchange, period, interval, status, signal, confidence, sector,"
                        + " current_price, error_message, created_at) SELECT v.id::uuid, v.user_id::uuid, v.symbol, 'NSE', '1y', '1d',"
                        + " v.status, v.signal, v.confidence, v.sector, 100, v.error, v.at::timestamptz FROM (VALUES"
                        + analysis(1, ALICE, "TCS", "BUY", 0.8, "IT", "2024-08-01") + ","
                        + analysis(2, ALICE, "INFY", "BUY", 0.6, "IT", "2024-08-02") + ","
                        + analysis(3, ALICE, "TCS", "SELL", 0.7, "IT", "2024-08-03") + ","
                        + analysis(4, BOB, "HDFC", "HOLD", 0.5, "BANK", "2024-08-04") + ","
                        + analysis(5, BOB, "HDFC", "SELL", 0.3, "BANK", "2024-08-05") + ","
                        + " (" + id(6) + ", '" + BOB
                        + "', 'ITC', 'FAILED', NULL, NULL, 'FMCG', 'no data', '2024-08-06 00:00+00'))"
                        + " AS v (id, user_id, symbol, status, signal, confidence, sector, error, at)",
                "INSERT INTO technical_indicators (analysis_id, indicator_name, indicator_value) VALUES (" + id(1)
                        + ", 'rsi', 55), (" + id(1) + ", 'sma', 99)",
                "INSERT INTO pattern_recognition (analysis_id, pattern_name, pattern_type, direction) VALUES (" + id(1)
                        + ", 'flag', 'CONTINUATION', 'BULLISH')",
                "INSERT INTO trading_levels (analysis_id, level_type, price) SELECT " + id(1)
                        + ", t, p FROM (VALUES ('SUPPORT', 90),"
                        + " ('SUPPORT', 95), ('SUPPORT', 101), ('RESISTANCE', 110), ('RESISTANCE', 120), ('RESISTANCE', 99)) v (t, p)",
                "INSERT INTO volume_analysis (analysis_id, volume_ratio) VALUES (" + id(1) + ", 1.5)",
                "INSERT INTO risk_management (analysis_id, risk_level, stop_loss, take_profit, risk_reward) VALUES ("
                        + id(1) + ", 'LOW', 90, 120, 2)",
                "INSERT INTO sector_benchmarking (analysis_id, sector, benchmark_symbol, stock_return, sector_return) VALUES ("
                        + id(1) + ", 'IT', 'NIFTYIT', 0.05, 0.03), (" + id(4) + ", 'BANK', 'BANKNIFTY', 0.01, 0.02)",
                "INSERT INTO multi_timeframe_analysis (analysis_id, timeframe, trend) VALUES (" + id(1)
                        + ", '1d', 'BULLISH')");
    }

    private static String analysis(
            int id, String user, String symbol, String signal, double confidence, String sector, String day) {
        return " (" + id(id) + ", '" + user + "', '" + symbol + "', 'COMPLETED', '" + signal + "', " + confidence
                + ", '" + sector + "', NULL, '" + day + " 00:00+00')";
    }
}
