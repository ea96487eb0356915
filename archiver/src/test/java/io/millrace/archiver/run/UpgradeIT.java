package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.audit.AuditVerifier;
import io.millrace.archiver.catalog.SchemaCheck;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.PartitionKeeper;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.EarlierArchive;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An archive that an earlier release has written is brought to this version whole, and goes on as if this version had written it. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-109", "S2-086"})
class UpgradeIT {
    @TempDir
    private Path directory;

    private DatabaseTarget database;

    @BeforeEach
    void restore(PostgresServer server) throws SQLException {
        database = server.newDatabase();
        EarlierArchive.restore(database);
        for (int engine : EarlierArchive.ENGINES) {
            EarlierArchive.writeJournal(journal(engine), engine);
        }
    }

    @Test
    void shouldKeepEveryRowAndMakeTheSchemaOfThisVersion() {
        Map<String, String> before = digests();
        assertThat(before)
                .allSatisfy((table, digest) -> assertThat(digest).as(table).doesNotStartWith("0 "));
        assertThat(Migrations.migrate(database)).isPositive();
        assertThat(digests()).isEqualTo(before);
        assertThat(SchemaCheck.run(database, false).drifts()).isEmpty();
        assertThat(
                        PostgresServer.query(
                                database,
                                "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND NOT convalidated"))
                .as("constraints that do not speak for the rows of before")
                .isNull();
    }

    @Test
    void shouldGoOnExactlyOnceAndEqualTheJournal() throws SQLException {
        for (int engine : EarlierArchive.ENGINES) {
            long before = Long.parseLong(PostgresServer.query(
                    database, "SELECT sequence FROM archive_position WHERE engine_id = " + engine));
            ArchiveReport report = archiveOnce(engine);
            assertThat(report.lagRecords()).isZero();
            assertThat(report.records())
                    .as("those after the position")
                    .isEqualTo(report.position().sequence() - before)
                    .isPositive();
            ArchiveCheck check = verify(engine);
            assertThat(check.firstDifference()).isEmpty();
            assertThat(check.deadLetters()).isEqualTo(1);
            assertThat(check.checked()).isEqualTo(report.position().sequence());

            assertThat(DeadLetterRetry.run(journal(engine), database).stored()).isEqualTo(1);
            assertThat(verify(engine).identical()).isTrue();
            assertThat(archiveOnce(engine).records()).isZero();
        }
        assertThat(
                        PostgresServer.query(
                                database,
                                "SELECT count(*) FROM trading_signals WHERE explanation IS NULL OR timestamp <> event_time OR status <> 'OPEN'"))
                .isEqualTo("0");
        assertThat(AuditVerifier.verify(database, List.of(), entries -> {}).whole())
                .isTrue();
        assertThat(PostgresServer.query(
                        database,
                        "SELECT count(*) FROM journal_audit_entries e FULL JOIN audit_logs l USING (engine_id, sequence)"
                                + " WHERE e.engine_id IS NULL OR l.engine_id IS NULL"))
                .as("records of before have entries in the chain too")
                .isEqualTo("0");
        keepHistory();
        for (int engine : EarlierArchive.ENGINES) {
            assertThat(verify(engine).identical()).isTrue();
        }
    }

    /** Partitions of that version are closed like others, and its trades are counted. */
    private void keepHistory() throws SQLException {
        try (Connection connection = PostgresServer.connect(database)) {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            for (int engine : EarlierArchive.ENGINES) {
                keeper.refreshBars(engine, Long.MAX_VALUE);
                keeper.refreshSignalDays(engine);
            }
            List<LocalDate> due = keeper.due(Instant.parse("2024-08-20T00:00:00Z"));
            assertThat(due).hasSize(2);
            long rows = 0;
            for (LocalDate day : due) {
                ClosedDay closed = keeper.close(day);
                rows += closed.rows();
            }
            assertThat(rows).isEqualTo(PostgresServer.count(database, "ticks"));
        }
        assertThat(PostgresServer.query(
                        database, "SELECT sum(trade_count) FROM tick_bars WHERE interval_ns = 86400000000000"))
                .isEqualTo(PostgresServer.query(database, "SELECT count(*) FROM trades"));
        assertThat(PostgresServer.query(database, "SELECT sum(total) FROM signal_days WHERE confidence_decile = 0"))
                .isEqualTo(PostgresServer.query(database, "SELECT count(*) FROM trading_signals"));
    }

    /** Number and digest of the rows of each table, in the columns that it had. */
    private Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        for (String table : EarlierArchive.rows().keySet()) {
            int columns = table.indexOf('(');
            String row = "concat_ws('|', " + table.substring(columns + 1, table.length() - 1) + ")";
            digests.put(
                    table,
                    PostgresServer.query(
                            database,
                            "SELECT count(*) || ' ' || md5(string_agg(r, ';' ORDER BY r)) FROM (SELECT " + row
                                    + " AS r FROM " + table.substring(0, columns) + ") x"));
        }
        return digests;
    }

    private Path journal(int engine) {
        return directory.resolve("journal-" + engine);
    }

    private ArchiveReport archiveOnce(int engine) {
        try (Archiver archiver = Archiver.open(journal(engine), database, ArchiverConfig.defaults())) {
            return archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private ArchiveCheck verify(int engine) {
        return ArchiveVerifier.verify(journal(engine), database, done -> {});
    }
}
