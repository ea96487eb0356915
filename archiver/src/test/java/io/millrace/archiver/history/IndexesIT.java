package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SignalHistory;
import io.millrace.archiver.testing.SignalHistory.Signal;
import io.millrace.archiver.testing.TickHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The indexes that others know by name are there, on those columns, and are used for what they are for. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class IndexesIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            idx_prices_symbol_timestamp | prices | symbol, timestamp
            idx_articles_published_at | articles | published_at
            idx_sentiment_timestamp | sentiment_scores | timestamp
            idx_events_timestamp | events | timestamp
            idx_events_severity | events | severity
            idx_signals_timestamp | trading_signals | timestamp
            idx_signals_type | trading_signals | signal_type
            idx_orders_status | orders | status
            idx_orders_timestamp | orders | timestamp
            idx_backtest_created_at | backtest_results | created_at
            """)
    @Covers({"S2-098..107", "S3-002", "S3-051"})
    void shouldBeThereByName(String index, String table, String columns, DatabaseTarget target) {
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_index x JOIN pg_attribute a ON a.attrelid ="
                                + " x.indexrelid WHERE x.indexrelid = '" + index + "'::regclass AND x.indrelid = '"
                                + table
                                + "'::regclass AND x.indisvalid"))
                .startsWith(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            idx_prices_symbol_timestamp | SELECT * FROM prices WHERE symbol = 'X' AND timestamp > '2024-01-01' ORDER BY timestamp
            idx_articles_published_at | SELECT * FROM articles WHERE published_at > '2024-01-01'
            idx_sentiment_timestamp | SELECT * FROM sentiment_scores WHERE timestamp > '2024-01-01'
            idx_events_timestamp | SELECT * FROM events WHERE timestamp > '2024-01-01'
            idx_events_severity | SELECT * FROM events WHERE severity = 'HIGH'
            idx_signals_timestamp | SELECT * FROM trading_signals WHERE timestamp > '2024-01-01' ORDER BY timestamp
            idx_signals_type | SELECT * FROM trading_signals WHERE signal_type = 'BUY'
            idx_orders_status | SELECT * FROM orders WHERE status = 'NEW'
            idx_orders_timestamp | SELECT * FROM orders WHERE timestamp > '2024-01-01' ORDER BY timestamp
            idx_backtest_created_at | SELECT * FROM backtest_results WHERE created_at > '2024-01-01'
            idx_signals_timestamp | SELECT * FROM signals_page(100)
            trading_signals_symbol_idx | SELECT * FROM signals_page(100, 'X')
            """)
    @Covers("S2-108")
    void shouldBeUsed(String index, String query, DatabaseTarget target) throws SQLException {
        assertThat(Plans.of(target, query)).anySatisfy(line -> assertThat(line).contains(index));
    }

    @Test
    @Covers("S2-109")
    void shouldGiveSignalsPageByPageThoughTimesAreEqual(DatabaseTarget target) throws SQLException {
        for (int engine = 1; engine <= 2; engine++) {
            TickHistory.define(target, engine, 1);
        }
        List<String> expected = new ArrayList<>();
        try (Connection connection = PostgresServer.connect(target)) {
            for (int i = 0; i < 30; i++) {
                int engine = 1 + i % 2;
                SignalHistory.store(
                        connection,
                        new Signal(
                                engine,
                                1 + i / 2,
                                TickHistory.DAY_ONE_NS + i / 10 * 1_000_000L,
                                "S1",
                                "cross",
                                true,
                                0.5));
            }
        }
        String order = " ORDER BY timestamp DESC, engine_id DESC, sequence DESC";
        expected.add(PostgresServer.query(
                target, "SELECT string_agg(engine_id || ':' || sequence, ' '" + order + ") FROM trading_signals"));
        StringBuilder found = new StringBuilder();
        String after = "";
        for (int page = 0; page < 5; page++) {
            String from = " FROM signals_page(7, 'S1'" + after + ")";
            String rows = PostgresServer.query(
                    target, "SELECT string_agg(engine_id || ':' || sequence, ' '" + order + ")" + from);
            found.append(page == 0 ? "" : " ").append(rows);
            after = PostgresServer.query(
                    target,
                    "SELECT format(', %L, %s, %s', timestamp, engine_id, sequence)" + from
                            + " ORDER BY timestamp, engine_id, sequence LIMIT 1");
        }
        assertThat(found).hasToString(expected.get(0));
    }
}
