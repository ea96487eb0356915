package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Articles, outcomes, orders, positions and alerts: what the tables hold and what they refuse. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class StoryTablesIT {
    private static final int ENGINE_ID = 65_535;

    /** Changes, and the constraint that refuses each. */
    private static final String REFUSED = """
            UPDATE sentiment_scores SET score = 'NaN'                          | sentiment_scores_score_range
            UPDATE sentiment_scores SET confidence = 1.01                      | sentiment_scores_confidence_range
            UPDATE sentiment_scores SET article_sequence = 1                   | sentiment_scores_article_fkey
            UPDATE sentiment_scores SET keywords_pos = ARRAY[NULL]             | sentiment_scores_keywords_given
            UPDATE events SET severity = 'EXTREME'                             | events_severity_known
            UPDATE articles SET title = ''                                     | articles_title_given
            UPDATE articles SET available_time_ns = event_time_ns + 1          | articles_available_before_event
            DELETE FROM articles                                               | _article_fkey
            UPDATE trading_signals SET cms_score = 'Infinity'                  | trading_signals_components_range
            UPDATE trading_signals SET regime_component = 'NaN'                | trading_signals_components_range
            UPDATE trading_signals SET result = 'WIN', profit_loss = NULL      | trading_signals_outcome_whole
            UPDATE signal_outcomes SET profit_loss = 'NaN'                     | signal_outcomes_profit_loss_finite
            UPDATE signal_outcomes SET result = 'DRAW'                         | signal_outcomes_result_known
            UPDATE signal_outcomes SET signal_sequence = 1                     | signal_outcomes_signal_fkey
            UPDATE orders SET price = 'NaN' WHERE price IS NOT NULL            | orders_prices_range
            UPDATE orders SET signal_sequence = 1                              | orders_signal_fkey
            UPDATE orders SET status = 'LOST'                                  | orders_status_known
            UPDATE order_events SET filled_quantity = quantity + 1             | order_events_
            UPDATE fills SET order_id = 1000000                                | fills_order_fkey
            UPDATE fills SET quantity = 0                                      | fills_prices_range
            UPDATE positions SET quantity = 'Infinity'                         | positions_
            UPDATE alerts SET rule_sequence = 1                                | alerts_rule_fkey
            UPDATE alert_rules SET threshold = 'NaN' WHERE threshold IS NOT NULL | alert_rules_threshold_finite
            """;

    @TempDir
    private Path directory;

    @Test
    @Covers({"S2-019..026", "S3-045"})
    void shouldGiveBarsUnderBothNames(DatabaseTarget database) {
        archive(database, 600);
        assertThat(query(database, "SELECT count(*) FROM price_history"))
                .isEqualTo(query(database, "SELECT count(*) FROM prices"));
        assertThat(
                        query(
                                database,
                                "SELECT count(*) FROM prices p JOIN price_history h USING (id, symbol, timestamp, open, high, low, close,"
                                        + " volume) WHERE p.timestamp = p.open_time AND p.id = (p.engine_id::bigint << 47) + p.sequence"))
                .isEqualTo(query(database, "SELECT count(*) FROM prices"))
                .isNotEqualTo("0");
        assertThat(query(database, "SELECT count(DISTINCT id) = count(*) AND min(id) > 0 FROM prices"))
                .isEqualTo("t");
    }

    @Test
    @Covers({"S2-027..045"})
    void shouldKeepEveryRevisionAndWhatWasFoundInIt(DatabaseTarget database) {
        archive(database, 3000);
        assertThat(query(database, "SELECT count(*) > 20 AND max(revision) > 1 FROM articles"))
                .isEqualTo("t");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) FROM current_articles c JOIN articles a USING (engine_id, article_hash) WHERE a.revision > c.revision"))
                .isEqualTo("0");
        assertThat(query(database, "SELECT count(*) FROM current_articles"))
                .isEqualTo(query(database, "SELECT count(DISTINCT article_hash) FROM articles"));
        assertThat(query(database, "SELECT count(*) > 0 FROM articles WHERE symbols @> ARRAY['M&M 50']"))
                .isEqualTo("t");
        assertThat(query(database, "SELECT count(*) > 0 FROM articles WHERE symbols = ARRAY['BTCUSDT', 'SPY']"))
                .isEqualTo("t");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) = (SELECT count(*) FROM sentiment_scores) AND bool_and(s.timestamp >= a.available_at)"
                                        + " FROM sentiment_scores s JOIN articles a ON a.id = s.article_id AND a.engine_id = s.engine_id"))
                .isEqualTo("t");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) > 0 FROM sentiment_scores WHERE keywords_pos @> ARRAY['gr\u00f6\u00dfer'] AND keywords_neg <> '{}'"))
                .isEqualTo("t");
        assertThat(
                        query(
                                database,
                                "SELECT string_agg(DISTINCT severity, ' ' ORDER BY severity) FROM events e JOIN articles a ON a.id = e.article_id"
                                        + " WHERE e.event_type = 'EARNINGS' AND 'beat' = ANY(keywords) AND e.timestamp = e.available_at"))
                .isEqualTo("CRITICAL HIGH LOW MEDIUM");
    }

    @Test
    @Covers({"S2-046..053", "S3-010", "S3-017"})
    void shouldTellWhatBecameOfASignal(DatabaseTarget database) {
        archive(database, 3000);
        assertThat(query(
                        database,
                        "SELECT bool_and(signal_type = action AND timestamp = event_time AND explanation LIKE initcap(action) || ' %')"
                                + " FROM trading_signals"))
                .isEqualTo("t");
        assertThat(query(database, "SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM trading_signals"))
                .isEqualTo("BREAKEVEN EXPIRED LOST OPEN WON");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) > 0 FROM (SELECT signal_id FROM signal_outcomes GROUP BY signal_id HAVING count(*) > 1) twice"))
                .as("a signal with a history of outcomes")
                .isEqualTo("t");
        assertThat(query(
                        database,
                        "SELECT count(*) FROM trading_signals s JOIN signal_outcomes o ON o.signal_id = s.id AND o.engine_id = s.engine_id"
                                + " WHERE o.sequence > s.outcome_sequence"))
                .isEqualTo("0");
        assertThat(query(database, "SELECT count(*) FROM signal_results WHERE status = 'OPEN'"))
                .as("all signals of the sample have run out")
                .isEqualTo("0");
        assertThat(query(
                        database,
                        "SELECT count(*) > 0 FROM trading_signals WHERE cms_score IS NOT NULL AND sentiment_component IS NOT NULL"
                                + " AND technical_component IS NOT NULL AND regime_component IS NOT NULL"))
                .isEqualTo("t");
        assertThat(query(
                        database,
                        "SELECT signal_status(NULL, timestamptz '2024-01-02', timestamptz '2024-01-01') || signal_status(NULL,"
                                + " timestamptz '2024-01-02', timestamptz '2024-01-02') || signal_status('WIN', timestamptz '2024-01-02',"
                                + " timestamptz '2025-01-01')"))
                .isEqualTo("OPENEXPIREDWON");
    }

    @Test
    @Covers({"S2-054..063", "S3-059"})
    void shouldHoldOrdersInTheirNewestStateWithTheirHistory(DatabaseTarget database) {
        archive(database, 3000);
        assertThat(query(database, "SELECT count(*) > 20 FROM orders")).isEqualTo("t");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) FROM orders o WHERE sequence < (SELECT max(sequence) FROM order_events e WHERE e.order_id = o.order_id)"))
                .isEqualTo("0");
        assertThat(query(
                        database,
                        "SELECT count(*) > 10 FROM orders o JOIN trading_signals s ON s.id = o.signal_id AND s.engine_id = o.engine_id"
                                + " WHERE o.symbol = s.symbol AND o.timestamp = o.event_time AND o.signal_id = (o.engine_id::bigint << 47) +"
                                + " o.signal_sequence"))
                .isEqualTo("t");
        assertThat(query(
                        database,
                        "SELECT count(*) FROM orders o WHERE filled_quantity <> coalesce((SELECT sum(quantity) FROM fills f WHERE f.order_id"
                                + " = o.order_id), 0) AND instrument_id <> 2"))
                .as("orders of instruments that are defined once")
                .isEqualTo("0");
        assertThat(query(database, "SELECT count(DISTINCT order_type || side) FROM orders"))
                .isEqualTo("8");
        assertThat(query(
                        database,
                        "SELECT count(*) FROM positions p WHERE quantity <> (SELECT quantity FROM position_changes c WHERE c.instrument_id ="
                                + " p.instrument_id ORDER BY sequence DESC LIMIT 1)"))
                .isEqualTo("0");
        assertThat(query(database, "SELECT count(*) FROM positions")).isEqualTo("3");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) FROM alerts a LEFT JOIN alert_rules r USING (engine_id, alert_id) WHERE r IS NULL"))
                .isEqualTo("0");
        assertThat(query(
                        database,
                        "SELECT string_agg(DISTINCT active::text, ' ' ORDER BY active::text) FROM alert_rules"))
                .isEqualTo("false true");
    }

    @Test
    @Covers({"S0-048", "S0-049", "S2-085"})
    void shouldRefuseWhatCannotBe(DatabaseTarget database) {
        archive(database, 3000);
        for (String line : REFUSED.lines().toList()) {
            String[] parts = line.split("\\|", 2);
            assertThatThrownBy(() -> PostgresServer.execute(database, parts[0]))
                    .as(parts[0])
                    .hasMessageContaining(parts[1].strip());
        }
    }

    @Test
    void shouldHoldTheStateInForceWhereverTransactionsEnd(DatabaseTarget one, DatabaseTarget many) {
        archive(one, 1500);
        try (Archiver archiver = Archiver.open(
                directory, many, ArchiverConfig.defaults().withTransaction(3, 1 << 20, Duration.ofMillis(20)))) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        for (String table : List.of("orders", "positions", "alert_rules", "trading_signals")) {
            String digest = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM " + table + " t";
            assertThat(query(many, digest)).as(table).isEqualTo(query(one, digest));
        }
    }

    @Test
    void shouldExplainSignalsThatAnEarlierVersionHasArchived(DatabaseTarget database) {
        archive(database, 1500);
        PostgresServer.execute(database, "UPDATE trading_signals SET explanation = NULL WHERE sequence % 3 > 0");
        ArchiveCheck before = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(before.firstDifference())
                .hasValueSatisfying(text -> assertThat(text).contains("column explanation"));
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
    }

    private void archive(DatabaseTarget database, int records) {
        SampleJournal.write(directory, ENGINE_ID, 3, 30, records);
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.firstDeadLetter()).isEmpty();
    }

    private static String query(DatabaseTarget database, String sql) {
        return PostgresServer.query(database, sql);
    }
}
