package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.testing.Warnings;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A row that the database refuses keeps no other row away, is never silent, and is stored once when it can be. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class DeadLetterIT {
    private static final int ENGINE_ID = 7;
    private static final long JOURNAL_ID = 0x1122334455667788L;
    private static final ArchiverConfig CONFIG = ArchiverConfig.defaults()
            .withTransaction(700, 1 << 20, Duration.ofMillis(20))
            .withBackoff(Duration.ofMillis(5), Duration.ofMillis(50))
            .withPatience(Duration.ofSeconds(20));

    /** Each kind of definition, among them one of instrument 2 that a later definition replaces, and market records. */
    private static final String NARROW = "sequence NOT IN (1, 3, 6, 9) AND sequence % 40 <> 0";

    private static final List<String> TABLES = List.of(
            "instruments",
            "ticks",
            "prices",
            "computed_indicators",
            "trading_signals",
            "blocked_signals",
            "feed_events",
            "engine_events",
            "indicator_definitions",
            "rule_definitions");

    /** Tables of what is rarer, with references between them. */
    private static final List<String> STORY_TABLES = List.of(
            "articles",
            "sentiment_scores",
            "events",
            "signal_outcomes",
            "order_commands",
            "order_events",
            "fills",
            "position_changes",
            "alert_rule_changes",
            "alerts");

    @TempDir
    private Path directory;

    @RegisterExtension
    private final Warnings warnings = new Warnings(Archiver.class.getName());

    @Test
    void shouldSetOneRowAsideAndArchiveTheRest(DatabaseTarget database) {
        long last;
        long refused;
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 14)) {
            journal.start();
            journal.market(900);
            journal.trade(1, -5);
            refused = journal.lastSequence();
            journal.market(900);
            last = journal.lastSequence();
        }
        ArchiveReport report = archiveOnce(database);
        assertThat(report.position().sequence()).isEqualTo(last);
        assertThat(report.records()).isEqualTo(last);
        assertThat(report.deadLetters()).isEqualTo(1);
        assertThat(report.reconnects()).isZero();
        assertThat(report.rowsByTable().get("ticks")).isEqualTo(PostgresServer.count(database, "ticks"));
        assertThat(PostgresServer.query(
                        database,
                        "SELECT concat_ws(' ', sequence, target_table, kind, instrument_id, symbol, price_exponent,"
                                + " sqlstate, tries) FROM dead_letters"))
                .isEqualTo(refused + " ticks Trade 1 BTCUSDT -8 23514 1");
        assertThat(PostgresServer.query(database, "SELECT message FROM dead_letters"))
                .contains("ticks_shape")
                .doesNotContain("\n");
        assertThat(warnings.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("record " + refused + " is set aside, ticks refuses it", "ticks_shape")
                        .contains("--retry-dead-letters"));

        ArchiveCheck check = verify(database);
        assertThat(check.identical()).isFalse();
        assertThat(check.deadLetters()).isEqualTo(1);
        assertThat(check.firstDeadLetter())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("ticks: the row of sequence " + refused + " is a dead letter: ")
                        .contains("ticks_shape"));
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(last);
    }

    @Test
    void shouldSetAsideWhatAnyTableRefusesAndStoreItOnceWhenItMayBe(DatabaseTarget database) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 15, 3000);
        narrow(database);
        ArchiveReport report = archiveOnce(database);
        long refused = report.deadLetters();
        assertThat(refused).isGreaterThan(30);
        assertThat(PostgresServer.query(database, "SELECT count(DISTINCT target_table) FROM dead_letters"))
                .isEqualTo(Integer.toString(TABLES.size() + STORY_TABLES.size()));
        ArchiveCheck check = verify(database);
        assertThat(check.deadLetters()).isEqualTo(refused);
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(last);

        // An archiver that starts in the middle knows the refused names.
        assertThat(archiveOnce(database).deadLetters()).isEqualTo(refused);

        DeadLetterRetry.RetryReport again = retry(database);
        assertThat(again.stored()).isZero();
        assertThat(again.refused()).isEqualTo(refused);
        assertThat(again.firstRefusal())
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("record 1, engine_events: ").contains("narrow"));
        assertThat(PostgresServer.query(database, "SELECT min(tries) || ' ' || max(tries) FROM dead_letters"))
                .isEqualTo("2 2");
        assertThat(verify(database).deadLetters()).isEqualTo(refused);

        widen(database);
        again = retry(database);
        assertThat(again.stored()).isEqualTo(refused);
        assertThat(again.refused()).isZero();
        assertIdentical(database, last);
        assertThat(retry(database).stored()).isZero();
        assertThat(archiveOnce(database).deadLetters()).isZero();
    }

    @Test
    void shouldSetAsideWhatRefersToARefusedRecordAndStoreBothInTurn(DatabaseTarget database) {
        long last;
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 23)) {
            journal.start();
            narrow(database, "order_events", "status <> 'NEW'");
            narrow(database, "articles", "revision > 1");
            journal.story(200);
            last = journal.lastSequence();
        }
        archiveOnce(database);
        assertThat(PostgresServer.query(
                        database,
                        "SELECT string_agg(DISTINCT target_table || ' ' || sqlstate, ', ' ORDER BY target_table || ' ' ||"
                                + " sqlstate) FROM dead_letters"))
                .contains("articles 23514", "events 23503", "sentiment_scores 23503", "order_events 23514");
        assertThat(verify(database).firstDifference()).isEmpty();
        PostgresServer.execute(
                database,
                "ALTER TABLE order_events DROP CONSTRAINT narrow_order_events",
                "ALTER TABLE articles DROP CONSTRAINT narrow_articles");
        assertThat(retry(database).refused()).isZero();
        assertIdentical(database, last);
    }

    @Test
    void shouldUseTheNamesInForceAtTheRecord(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 16)) {
            journal.start();
            journal.market(100);
            archiveOnce(database);
            narrow(database);
            // One transaction in which the exponents change between records that are refused, and change again after.
            journal.market(300);
            journal.defineAgain();
            journal.market(300);
            archiveOnce(database);
            assertThat(PostgresServer.query(
                            database,
                            "SELECT string_agg(DISTINCT price_exponent::text, ' ') FROM dead_letters"
                                    + " WHERE instrument_id = 2"))
                    .isEqualTo("-4 -6");
            journal.instrument(2, "SPY2", "SPY", "USD", 0, 0);
            journal.market(100);
            archiveOnce(database);
            assertThat(verify(database).firstDifference()).isEmpty();
            widen(database);
            assertThat(retry(database).refused()).isZero();
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldKnowARefusedNameAfterARestart(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 17)) {
            narrow(database);
            journal.start();
            archiveOnce(database);
            assertThat(PostgresServer.query(database, "SELECT string_agg(kind, ' ' ORDER BY kind) FROM dead_letters"))
                    .isEqualTo("EngineStarted IndicatorDefined InstrumentDefined RuleDefined");
            journal.market(500);
            archiveOnce(database);
            assertThat(verify(database).firstDifference()).isEmpty();
            widen(database);
            assertThat(retry(database).refused()).isZero();
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldStoreEachLetterOnceThoughTwoRetryWhileAnArchiverWorks(DatabaseTarget database) throws Exception {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 18, 4000);
        narrow(database);
        long refused = archiveOnce(database).deadLetters();
        widen(database);
        CompletableFuture<DeadLetterRetry.RetryReport> other = CompletableFuture.supplyAsync(() -> retry(database));
        long stored = retry(database).stored();
        assertThat(stored + other.get().stored()).isEqualTo(refused);
        assertIdentical(database, verify(database).position());
    }

    @Test
    void shouldStopWhenMoreIsRefusedThanRowsCanBeAtFault(DatabaseTarget database) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 19, 2000);
        PostgresServer.execute(database, "ALTER TABLE ticks ADD COLUMN wanted int NOT NULL DEFAULT 1");
        PostgresServer.execute(database, "ALTER TABLE ticks ALTER COLUMN wanted DROP DEFAULT");
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(directory, database, CONFIG.withMaxDeadLetters(25))) {
                        archiver.runOnce(ArchiveProgress.NONE);
                    }
                })
                .isInstanceOf(ArchiveRejectedException.class)
                .hasMessageContaining("no more than 25 records may be set aside")
                .hasMessageContaining("wanted")
                .hasMessageContaining("the archive ends at sequence 0")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(PostgresServer.count(database, "dead_letters")).isZero();
        PostgresServer.execute(database, "ALTER TABLE ticks DROP COLUMN wanted");
        archiveOnce(database);
        assertIdentical(database, last);
    }

    @Test
    void shouldSayManyRefusalsInFewLines(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 20)) {
            journal.start();
            for (int i = 0; i < 100; i++) {
                journal.trade(1, -5);
            }
            journal.commit();
        }
        assertThat(archiveOnce(database).deadLetters()).isEqualTo(100);
        assertThat(warnings.lines())
                .hasSize(22)
                .last()
                .satisfies(line -> assertThat(line).contains("80 records are set"));
        warnings.clear();
        archiveOnce(database);
        assertThat(warnings.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("the archive lacks 100 records"));
    }

    @Test
    void shouldRefuseNoRowForAPartitionThatSomebodyDropped(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 21)) {
            journal.start();
            AtomicInteger commits = new AtomicInteger();
            journal.trade(1, 5);
            journal.commit();
            try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
                archiver.runUntil(() -> commits.get() == 2, (records, rows, position, lag) -> {
                    if (commits.incrementAndGet() == 1) {
                        PostgresServer.execute(database, "DROP TABLE ticks_20240808");
                        // Rows of two days go through the parent, which then knows no place for the first.
                        journal.trade(1, 5);
                        journal.advance(86_400_000_000_000L);
                        journal.trade(1, 5);
                        journal.commit();
                    }
                });
            }
            assertThat(PostgresServer.count(database, "dead_letters")).isZero();
            assertThat(PostgresServer.count(database, "ticks")).isEqualTo(2);
        }
    }

    @Test
    void shouldFindTamperingWithDeadLetters(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 22, 1000);
        narrow(database);
        archiveOnce(database);
        PostgresServer.execute(database, "CREATE TABLE saved AS TABLE dead_letters");
        String one = " WHERE sequence = 40";
        assertThat(PostgresServer.query(database, "SELECT count(*) FROM saved" + one))
                .isEqualTo("1");
        for (String tampering : List.of(
                "DELETE FROM dead_letters" + one,
                "UPDATE dead_letters SET target_table = 'feeds'" + one,
                "UPDATE dead_letters SET kind = 'other'" + one,
                "UPDATE dead_letters SET template_id = 90" + one,
                "UPDATE dead_letters SET record = set_byte(record, 9, 255)" + one,
                "UPDATE dead_letters SET sequence = 41" + one,
                "UPDATE dead_letters SET sequence = 1000000" + one,
                "INSERT INTO dead_letters SELECT engine_id, sequence, 'prices2', journal_id, template_id, kind, record,"
                        + " instrument_id, symbol, base_asset, price_exponent, quantity_exponent, sqlstate, message,"
                        + " refused_at, tries, tried_at FROM dead_letters" + one)) {
            PostgresServer.execute(database, tampering);
            assertThat(verify(database).firstDifference()).as(tampering).isPresent();
            PostgresServer.execute(database, "TRUNCATE dead_letters", "INSERT INTO dead_letters TABLE saved");
        }
        assertThat(verify(database).firstDifference()).isEmpty();
    }

    private void narrow(DatabaseTarget database) {
        for (String table : TABLES) {
            narrow(database, table, NARROW);
        }
        for (String table : STORY_TABLES) {
            narrow(database, table, "sequence % 7 <> 0");
        }
    }

    private static void narrow(DatabaseTarget database, String table, String condition) {
        PostgresServer.execute(
                database,
                "ALTER TABLE " + table + " ADD CONSTRAINT narrow_" + table + " CHECK (" + condition + ") NOT VALID");
    }

    private void widen(DatabaseTarget database) {
        for (String table :
                Stream.concat(TABLES.stream(), STORY_TABLES.stream()).toList()) {
            PostgresServer.execute(database, "ALTER TABLE " + table + " DROP CONSTRAINT narrow_" + table);
        }
    }

    private ArchiveReport archiveOnce(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            return archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private DeadLetterRetry.RetryReport retry(DatabaseTarget database) {
        return DeadLetterRetry.run(directory, database);
    }

    private ArchiveCheck verify(DatabaseTarget database) {
        return ArchiveVerifier.verify(directory, database, done -> {});
    }

    private void assertIdentical(DatabaseTarget database, long last) {
        ArchiveCheck check = verify(database);
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.identical()).isTrue();
        assertThat(check.checked()).isEqualTo(last);
    }
}
