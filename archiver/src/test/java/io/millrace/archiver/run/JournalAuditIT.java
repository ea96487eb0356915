package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What a journal adds to the audit trail, in the transaction that stores its records. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-031..037", "S1-110", "S3-059"})
class JournalAuditIT {
    private static final int ENGINE_ID = 7;
    private static final ArchiverConfig CONFIG =
            ArchiverConfig.defaults().withTransaction(100, 1 << 20, Duration.ofMillis(20));

    private static final String AUDITED_RECORDS =
            "SELECT (SELECT count(*) FROM engine_events WHERE kind = 'ConfigChanged')"
                    + " + (SELECT count(*) FROM trading_signals) + (SELECT count(*) FROM signal_outcomes)"
                    + " + (SELECT count(*) FROM order_commands) + (SELECT count(*) FROM order_events)"
                    + " + (SELECT count(*) FROM alert_rule_changes)";

    @TempDir
    private Path directory;

    @Test
    void shouldHaveOneEntryPerDecisionInTheOrderOfTheJournal(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, 3, 40, 2000);
        archiveOnce(database);
        assertThat(query(database, "SELECT count(*) FROM audit_logs WHERE chain = 'engine:7'"))
                .isEqualTo(query(database, AUDITED_RECORDS))
                .isNotEqualTo("0");
        assertThat(query(
                        database,
                        "SELECT count(*) FROM (SELECT sequence, lag(sequence) OVER (ORDER BY chain_sequence) AS before"
                                + " FROM audit_logs WHERE chain = 'engine:7') entries WHERE before >= sequence"))
                .isEqualTo("0");
        assertThat(query(
                        database,
                        "SELECT string_agg(DISTINCT split_part(action, '_', 1), ' ' ORDER BY split_part(action, '_', 1))"
                                + " FROM audit_logs WHERE chain = 'engine:7'"))
                .isEqualTo("ALERT CONFIG ORDER OUTCOME SIGNAL");
        assertThat(query(
                        database,
                        "SELECT bool_and(a.entity_id = s.trade_id AND a.new_value ->> 'action' = s.action AND a.actor = 'engine:7')"
                                + " FROM audit_logs a JOIN trading_signals s USING (engine_id, sequence)"))
                .isEqualTo("t");
        assertThat(query(
                        database,
                        "SELECT old_value ->> 'config' || '>' || (new_value ->> 'config') FROM audit_logs"
                                + " WHERE action = 'CONFIG_CHANGED' ORDER BY sequence DESC LIMIT 1"))
                .contains("bars = [1m, 5m]", ">millrace.engine { bars = [1m] }");
        assertThat(
                        query(
                                database,
                                "SELECT count(*) > 0 FROM audit_logs WHERE action = 'ORDER_FILLED' AND old_value ->> 'status' IS NOT NULL"))
                .isEqualTo("t");
        assertThat(query(database, "SELECT count(*) > 0 FROM audit_logs WHERE actor = 'desk-1' AND action = 'OUTCOME'"))
                .isEqualTo("t");
        assertThat(verify(database).identical()).isTrue();
    }

    @Test
    void shouldFindAnEntryThatSaysSomethingElse(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, 3, 41, 800);
        archiveOnce(database);
        PostgresServer.execute(
                database,
                "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
                "ALTER TABLE audit_logs DROP CONSTRAINT audit_logs_journal_record",
                "ALTER TABLE audit_logs DROP CONSTRAINT audit_logs_chain_name",
                "CREATE TABLE saved AS TABLE audit_logs");
        String sequence = query(database, "SELECT min(sequence) FROM audit_logs WHERE old_value IS NOT NULL");
        String one = " WHERE sequence = " + sequence;
        for (String change : List.of(
                "UPDATE audit_logs SET entity_type = 'others'" + one,
                "UPDATE audit_logs SET entity_id = entity_id || '1'" + one,
                "UPDATE audit_logs SET action = 'LOGIN'" + one,
                "UPDATE audit_logs SET actor = 'nobody'" + one,
                "UPDATE audit_logs SET user_id = 'u'" + one,
                "UPDATE audit_logs SET chain = 'engine:8'" + one,
                "UPDATE audit_logs SET timestamp = timestamp + interval '1 microsecond'" + one,
                "UPDATE audit_logs SET old_value = NULL" + one,
                "UPDATE audit_logs SET new_value = new_value || '{\"more\": 1}'" + one,
                "DELETE FROM audit_logs" + one,
                "UPDATE audit_logs SET sequence = 1" + one,
                "INSERT INTO audit_logs SELECT chain, chain_sequence + 100000, entity_type, entity_id, action, actor, user_id,"
                        + " old_value, new_value, timestamp, context, engine_id, sequence, previous_hash, hash FROM audit_logs"
                        + one)) {
            PostgresServer.execute(database, change);
            assertThat(verify(database).firstDifference())
                    .as(change)
                    .hasValueSatisfying(text -> assertThat(text).startsWith("audit_logs: "));
            PostgresServer.execute(database, "DELETE FROM audit_logs", "INSERT INTO audit_logs TABLE saved");
        }
        assertThat(verify(database).identical()).isTrue();
    }

    @Test
    void shouldLetStandWhatWasKnownBeforeALateRecord(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 3, 42)) {
            journal.start();
            journal.story(300);
            PostgresServer.execute(
                    database, "ALTER TABLE order_events ADD CONSTRAINT narrow CHECK (status <> 'REPLACED') NOT VALID");
        }
        archiveOnce(database);
        assertThat(PostgresServer.count(database, "dead_letters")).isPositive();
        PostgresServer.execute(database, "ALTER TABLE order_events DROP CONSTRAINT narrow");
        assertThat(DeadLetterRetry.run(directory, database).refused()).isZero();
        assertThat(query(database, "SELECT count(*) FROM audit_logs WHERE chain = 'engine:7'"))
                .isEqualTo(query(database, AUDITED_RECORDS));
        assertThat(verify(database).firstDifference()).isEmpty();
        PostgresServer.execute(
                database,
                "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
                "UPDATE audit_logs SET old_value = '{}' WHERE sequence = (SELECT max(sequence) FROM audit_logs WHERE action ="
                        + " 'ORDER_REPLACED')");
        assertThat(verify(database).firstDifference())
                .as("an entry about the last change of an order, behind which nothing came late")
                .isPresent();
    }

    @Test
    void shouldBeginTheChainOfAnEngineThatAnEarlierVersionHasArchived(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, 3, 43, 800);
        archiveOnce(database);
        String entries = query(database, "SELECT count(*) FROM audit_logs");
        PostgresServer.execute(
                database,
                "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
                "ALTER TABLE audit_chains DISABLE TRIGGER ALL",
                "DELETE FROM audit_logs",
                "DELETE FROM audit_chains",
                "ALTER TABLE audit_logs ENABLE TRIGGER ALL",
                "ALTER TABLE audit_chains ENABLE TRIGGER ALL");
        assertThat(verify(database).firstDifference())
                .hasValueSatisfying(text -> assertThat(text).startsWith("audit_logs: the entry of sequence"));
        archiveOnce(database);
        assertThat(query(database, "SELECT count(*) FROM audit_logs")).isEqualTo(entries);
        assertThat(verify(database).identical()).isTrue();
    }

    private void archiveOnce(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private ArchiveCheck verify(DatabaseTarget database) {
        return ArchiveVerifier.verify(directory, database, done -> {});
    }

    private static String query(DatabaseTarget database, String sql) {
        return PostgresServer.query(database, sql);
    }
}
