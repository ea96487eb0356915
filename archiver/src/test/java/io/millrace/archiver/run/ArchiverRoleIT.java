package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.testing.Warnings;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever logs in, history is written with the rights of the archiver's role and no others. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers("S1-113")
class ArchiverRoleIT {
    private static final int ENGINE_ID = 7;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final ArchiverConfig CONFIG =
            ArchiverConfig.defaults().withTransaction(900, 1 << 20, Duration.ofMillis(20));

    /** In the session that writes: notes who it is, tries what it must not be able to do, and notes the answers. */
    private static final String[] WITNESS = {
        "CREATE TABLE seen (place text, who text, login text, tried text, answer text)",
        """
            CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                tried text;
                answer text;
            BEGIN
                FOREACH tried IN ARRAY ARRAY[
                    'CREATE TABLE mine (x int)', 'ALTER TABLE trading_signals ADD COLUMN mine int', 'DROP TABLE blocked_signals',
                    'DROP VIEW signal_results', 'ALTER TABLE audit_logs DISABLE TRIGGER ALL', 'TRUNCATE prices',
                    'DELETE FROM trading_signals', 'DELETE FROM archive_position', 'UPDATE prices SET close = open',
                    'SELECT retain_ticks(''2024-08-09'', false)', 'INSERT INTO background_jobs (job_type) VALUES (''backtest'')',
                    'UPDATE system_configurations SET is_secret = false', 'DELETE FROM profiles', 'INSERT INTO profiles DEFAULT VALUES',
                    'SELECT access_token FROM auth_sessions', 'SELECT grant_roles()', 'ALTER ROLE millrace_archiver SUPERUSER'] LOOP
                    BEGIN
                        EXECUTE tried;
                        answer := 'done';
                    EXCEPTION WHEN OTHERS THEN
                        answer := SQLSTATE;
                    END;
                    INSERT INTO seen VALUES (TG_TABLE_NAME, current_user, session_user, tried, answer);
                END LOOP;
                RETURN NULL;
            END $$""",
        "CREATE TRIGGER witness AFTER UPDATE ON archive_position FOR EACH STATEMENT EXECUTE FUNCTION witness()",
        "CREATE TRIGGER witness AFTER INSERT ON trading_signals FOR EACH STATEMENT EXECUTE FUNCTION witness()",
        "CREATE TRIGGER witness AFTER INSERT ON orders FOR EACH STATEMENT EXECUTE FUNCTION witness()",
        "CREATE TRIGGER witness AFTER INSERT OR DELETE ON dead_letters FOR EACH STATEMENT EXECUTE FUNCTION witness()"
    };

    @TempDir
    private Path directory;

    /** Of the package, so that every class that connects is heard. */
    @RegisterExtension
    private final Warnings warnings = new Warnings("io.millrace.archiver.run");

    @Test
    void shouldWriteAsTheArchiversRoleThoughASuperuserLogsIn(DatabaseTarget database) {
        archiveRetryAndKeep(database, database);
        assertSeen(database, "postgres");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void shouldNeedNoMoreThanAMemberOfThatRole(DatabaseTarget database) {
        PostgresServer.execute(database, "CREATE ROLE journal_writer LOGIN IN ROLE millrace_archiver");
        try {
            archiveRetryAndKeep(database, new DatabaseTarget(database.url(), "journal_writer", ""));
            assertSeen(database, "journal_writer");
            assertThat(warnings()).isEmpty();
        } finally {
            PostgresServer.execute(database, "DROP ROLE journal_writer");
        }
    }

    @Test
    void shouldSayOnceThatTheLoginMayNotTakeTheRoleAndGoOn(PostgresServer server, DatabaseTarget anyMigrated) {
        DatabaseTarget database = server.newDatabase();
        String name = database.url().replaceAll(".*/", "");
        PostgresServer.execute(
                anyMigrated, "CREATE ROLE plain_owner LOGIN", "ALTER DATABASE " + name + " OWNER TO plain_owner");
        DatabaseTarget login = new DatabaseTarget(database.url(), "plain_owner", "");
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 42, 3);
                Archiver archiver = Archiver.open(directory, login, CONFIG)) {
            journal.start();
            journal.market(500);
            archiver.runOnce(ArchiveProgress.NONE);
            PostgresServer.execute(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name = 'millrace-archiver-" + ENGINE_ID + "'");
            journal.market(500);
            assertThat(archiver.runOnce(ArchiveProgress.NONE).reconnects()).isEqualTo(1);
        } finally {
            server.drop(database);
            PostgresServer.execute(anyMigrated, "DROP ROLE plain_owner");
        }
        assertThat(warnings())
                .containsExactly("the archiver of engine 7 writes with all rights of its login, not with those of"
                        + " millrace_archiver alone: plain_owner may not take it; let an administrator run GRANT"
                        + " millrace_archiver TO plain_owner");
    }

    /** All that an archiver does: rows and positions, a refused record and its retry, partitions, bars, the closing of days. */
    private void archiveRetryAndKeep(DatabaseTarget owner, DatabaseTarget login) {
        PostgresServer.execute(owner, WITNESS);
        PostgresServer.execute(
                owner,
                "ALTER TABLE prices ADD CONSTRAINT narrow CHECK (sequence % 4 <> 0) NOT VALID",
                // The keeper asks it with its own rights, unlike all that it does then.
                "ALTER FUNCTION due_tick_partitions RENAME TO really_due",
                """
                CREATE FUNCTION due_tick_partitions(until timestamptz) RETURNS SETOF date LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO seen VALUES ('keeper', current_user, session_user, '', '42501');
                    RETURN QUERY SELECT * FROM really_due(until);
                END $$""");
        long last = SampleJournal.write(directory, ENGINE_ID, 42, 77, 4_000);
        ArchiveReport report;
        try (Archiver archiver = Archiver.open(directory, login, CONFIG)) {
            report = archiver.runOnce(ArchiveProgress.NONE);
        }
        assertThat(report.position().sequence()).isEqualTo(last);
        assertThat(report.deadLetters()).isPositive();
        PostgresServer.execute(owner, "ALTER TABLE prices DROP CONSTRAINT narrow");
        assertThat(DeadLetterRetry.run(directory, login).stored()).isEqualTo(report.deadLetters());
        long newest = Long.parseLong(PostgresServer.query(owner, "SELECT max(event_time_ns) FROM ticks"));
        HistoryKeeper keeper = HistoryKeeper.start(login, ENGINE_ID, () -> newest + 2 * DAY_NS, Duration.ofMillis(20));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> PostgresServer.query(
                                    owner,
                                    "SELECT bool_and(closed_at IS NOT NULL) FROM tick_partitions WHERE day <= (SELECT max(event_time)::date FROM ticks)")
                            .equals("t"));
        } finally {
            keeper.close();
        }
        assertThat(PostgresServer.query(owner, "SELECT count(*) FROM tick_bars"))
                .isNotEqualTo("0");
        assertThat(ArchiveVerifier.verify(directory, login, done -> {}).identical())
                .isTrue();
    }

    private static void assertSeen(DatabaseTarget owner, String login) {
        assertThat(PostgresServer.query(
                        owner, "SELECT string_agg(DISTINCT concat_ws(' ', who, login, answer), ', ') FROM seen"))
                .isEqualTo("millrace_archiver " + login + " 42501");
        assertThat(PostgresServer.query(owner, "SELECT string_agg(DISTINCT place, ' ' ORDER BY place) FROM seen"))
                .isEqualTo("archive_position dead_letters keeper orders trading_signals");
    }

    /** Those about the role; the refused records have theirs. */
    private List<String> warnings() {
        return warnings.lines().stream()
                .filter(line -> line.contains("millrace_archiver"))
                .toList();
    }
}
