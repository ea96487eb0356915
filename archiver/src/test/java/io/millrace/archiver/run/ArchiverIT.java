package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.tail.JournalPosition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class ArchiverIT {
    private static final int ENGINE_ID = 7;
    private static final long JOURNAL_ID = 0x1122334455667788L;
    private static final ArchiverConfig CONFIG = ArchiverConfig.defaults()
            .withTransaction(500, 1 << 20, Duration.ofMillis(20))
            .withBackoff(Duration.ofMillis(5), Duration.ofMillis(50))
            .withPatience(Duration.ofSeconds(20));

    @TempDir
    private Path directory;

    @Test
    @Covers("S3-046")
    void shouldArchiveEveryKindOfRecordOnce(DatabaseTarget database) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 1, 4000);
        List<Long> committed = new ArrayList<>();
        ArchiveReport report;
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            report = archiver.runOnce((records, rows, position, lag) -> {
                assertThat(lag).isEqualTo(last - position.sequence());
                committed.add(position.sequence());
            });
        }
        assertThat(report.records()).isEqualTo(last);
        assertThat(report.position().sequence()).isEqualTo(last);
        assertThat(report.lagRecords()).isZero();
        assertThat(report.transactions()).isEqualTo(committed.size()).isGreaterThan(5);
        assertThat(committed).isSorted().endsWith(last);
        assertThat(report.rowsPerSecond()).isPositive();
        assertThat(report.rowsByTable())
                .containsOnlyKeys(
                        "instruments",
                        "ticks",
                        "prices",
                        "computed_indicators",
                        "trading_signals",
                        "blocked_signals",
                        "feed_events",
                        "engine_events",
                        "indicator_definitions",
                        "rule_definitions",
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
        report.rowsByTable().forEach((table, rows) -> {
            if (!table.equals("instruments")) {
                assertThat(PostgresServer.count(database, table)).as(table).isEqualTo(rows);
            }
        });
        assertThat(PostgresServer.count(database, "instruments")).isEqualTo(3);
        assertIdentical(database, last);
    }

    /** One record in a batch: the end is many more batches away than a transaction has records. */
    @Test
    void shouldTellHowFarBehindItIsHoweverSmallTheBatchesAre(DatabaseTarget database) {
        long last;
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 4)) {
            journal.start();
            for (int i = 0; i < 3_000; i++) {
                journal.trade();
                journal.commit();
            }
            journal.stop();
            last = journal.lastSequence();
        }
        List<Long> behind = new ArrayList<>();
        AtomicBoolean reached = new AtomicBoolean();
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            archiver.runUntil(reached::get, (records, rows, position, lag) -> {
                assertThat(lag).isEqualTo(last - position.sequence());
                behind.add(lag);
                reached.set(lag == 0);
            });
        }
        assertThat(behind).hasSizeGreaterThan(4).endsWith(0L);
    }

    @Test
    @Covers("S3-043")
    void shouldWriteWhatPeopleExpectToRead(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 5)) {
            journal.start();
            journal.trade(1, 6_180_030_000_000L);
            journal.signal();
            journal.stop();
        }
        archiveOnce(database);
        assertThat(PostgresServer.query(
                        database,
                        "SELECT symbol || ' ' || price || ' ' || to_char(event_time AT TIME ZONE 'UTC',"
                                + " 'YYYY-MM-DD HH24:MI:SS.US') || ' ' || event_time_ns FROM trades"))
                .isEqualTo("BTCUSDT 61800.30000000 2024-08-08 17:59:59.123456 1723139999123456789");
        assertThat(PostgresServer.query(database, "SELECT trade_id FROM trading_signals"))
                .matches("(BTC|SPY|M&M 50)_20240808_175959_[0-9a-f]{8}");
        assertThat(PostgresServer.query(database, "SELECT explanation FROM trading_signals"))
                .startsWith(
                        PostgresServer.query(database, "SELECT initcap(action) || ' ' || symbol FROM trading_signals"));
        assertThat(PostgresServer.query(
                        database,
                        "SELECT started_sequence || ' ' || stop_reason || ' ' || code_version FROM engine_runs"))
                .isEqualTo("1 FEED_ENDED 0.1.0");
    }

    @Test
    void shouldCommitToDiskThoughTheServerDoesNotByDefault(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 2, 500);
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        PostgresServer.execute(
                database,
                "ALTER DATABASE " + name + " SET synchronous_commit = off",
                "CREATE TABLE seen (setting text)",
                "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$",
                "CREATE TRIGGER see BEFORE UPDATE ON archive_position FOR EACH ROW EXECUTE FUNCTION see()");
        archiveOnce(database);
        assertThat(PostgresServer.query(database, "SELECT string_agg(DISTINCT setting, ' ') FROM seen"))
                .isEqualTo("on");
    }

    @Test
    void shouldHaveNothingToDoTheSecondTime(DatabaseTarget database) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 2, 500);
        archiveOnce(database);
        ArchiveReport again = archiveOnce(database);
        assertThat(again.records()).isZero();
        assertThat(again.rows()).isZero();
        assertThat(again.transactions()).isZero();
        assertThat(again.position().sequence()).isEqualTo(last);
        assertIdentical(database, last);
    }

    @Test
    void shouldGoOnInTheMiddleWithTheNamesInForceThere(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 3)) {
            journal.start();
            journal.market(300);
            archiveOnce(database);
            journal.market(300);
            journal.defineAgain();
            archiveOnce(database);
            long archived = journal.lastSequence();
            journal.market(300);
            ArchiveReport report = archiveOnce(database);
            assertThat(report.records()).isEqualTo(journal.lastSequence() - archived);
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldKeepEnginesApartInOneDatabase(DatabaseTarget database, @TempDir Path other) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 4, 400);
        long otherLast = SampleJournal.write(other, 8, 99, 4, 300);
        archiveOnce(database);
        try (Archiver archiver = Archiver.open(other, database, CONFIG)) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        assertIdentical(database, last);
        ArchiveCheck check = ArchiveVerifier.verify(other, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(otherLast);
    }

    @Test
    void shouldMigrateAnEmptyDatabaseByItself(PostgresServer server) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 4, 10);
        DatabaseTarget database = server.newDatabase();
        archiveOnce(database);
        assertIdentical(database, last);
    }

    @Test
    @Covers({"S3-005", "S3-006"})
    void shouldFollowALiveJournalUntilStopped(DatabaseTarget database) throws Exception {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 6)) {
            AtomicLong position = new AtomicLong();
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<ArchiveReport> run = follow(database, CONFIG, stop, position);
            TimeUnit.MILLISECONDS.sleep(30);
            journal.start();
            for (int i = 0; i < 20; i++) {
                journal.market(50);
                await(() -> position.get() == journal.lastSequence(), "the archiver reaches the end of the journal");
            }
            stop.set(true);
            ArchiveReport report = run.get(20, TimeUnit.SECONDS);
            assertThat(report.records()).isEqualTo(journal.lastSequence());
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldRefuseASecondArchiverOfTheSameEngine(DatabaseTarget database) throws Exception {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 7, 100);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong position = new AtomicLong();
        CompletableFuture<ArchiveReport> first = follow(database, CONFIG, stop, position);
        await(() -> position.get() > 0, "the first archiver works");
        assertThatThrownBy(() -> archiveOnce(database))
                .isInstanceOf(ArchiverLockedException.class)
                .hasMessageContaining("another archiver writes engine 7")
                .hasMessageContaining("millrace-archiver-7")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
                        archiver.runUntil(() -> false, ArchiveProgress.NONE);
                    }
                })
                .isInstanceOf(ArchiverLockedException.class);
        stop.set(true);
        first.get(20, TimeUnit.SECONDS);
        archiveOnce(database);
    }

    @Test
    void shouldTakeOverFromStandby(DatabaseTarget database) throws Exception {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 8)) {
            journal.start();
            AtomicBoolean stopFirst = new AtomicBoolean();
            AtomicBoolean stopSecond = new AtomicBoolean();
            AtomicLong position = new AtomicLong();
            AtomicLong standbyPosition = new AtomicLong();
            CompletableFuture<ArchiveReport> first = follow(database, CONFIG, stopFirst, position);
            await(() -> position.get() == journal.lastSequence(), "the first archiver works");
            CompletableFuture<ArchiveReport> second =
                    follow(database, CONFIG.withStandby(true), stopSecond, standbyPosition);
            stopFirst.set(true);
            first.get(20, TimeUnit.SECONDS);
            journal.market(200);
            await(() -> standbyPosition.get() == journal.lastSequence(), "the second archiver took over");
            stopSecond.set(true);
            second.get(20, TimeUnit.SECONDS);
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldRefuseAnotherJournalUnderTheSameEngine(DatabaseTarget database, @TempDir Path other) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 9, 100);
        SampleJournal.write(other, ENGINE_ID, 0x99, 9, 200);
        archiveOnce(database);
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(other, database, CONFIG)) {
                        archiver.runOnce(ArchiveProgress.NONE);
                    }
                })
                .isInstanceOf(ArchiveMismatchException.class)
                .hasMessageContaining("journal 1122334455667788 under engine 7")
                .hasMessageContaining("this journal is 0000000000000099");
        assertThatThrownBy(() -> ArchiveVerifier.verify(other, database, done -> {}))
                .isInstanceOf(ArchiveMismatchException.class);
    }

    @Test
    void shouldRefuseAJournalThatEndsBeforeItsArchive(DatabaseTarget database, @TempDir Path older) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 10, 300);
        long olderLast = SampleJournal.write(older, ENGINE_ID, JOURNAL_ID, 10, 100);
        archiveOnce(database);
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(older, database, CONFIG)) {
                        archiver.runOnce(ArchiveProgress.NONE);
                    }
                })
                .isInstanceOf(ArchiveMismatchException.class)
                .hasMessageContaining("the journal ends at " + olderLast);
    }

    @Test
    void shouldRefuseAPositionThatSomebodyMoved(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 11, 2000);
        AtomicInteger commits = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
                        archiver.runOnce((records, rows, position, lag) -> {
                            if (commits.incrementAndGet() == 2) {
                                PostgresServer.execute(database, "UPDATE archive_position SET sequence = sequence - 1");
                            }
                        });
                    }
                })
                .isInstanceOf(ArchiveMismatchException.class)
                .hasMessageContaining("another program moved it");
        assertThat(commits).hasValue(2);
    }

    @Test
    void shouldStopLoudlyAtARecordThatItCannotPlace(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 12)) {
            journal.start();
            archiveOnce(database);
            long before = journal.lastSequence();
            journal.unknownKind();
            journal.commit();
            assertThatThrownBy(() -> archiveOnce(database))
                    .isInstanceOf(ArchiverException.class)
                    .hasMessageContaining("record " + (before + 1) + " is of kind 95");
            assertThat(archivedSequence(database)).isEqualTo(before);
        }
    }

    @Test
    void shouldStopLoudlyAtANumberWithoutDefinition(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 13)) {
            journal.start();
            journal.trade(4, 1);
            journal.commit();
            assertThatThrownBy(() -> archiveOnce(database))
                    .isInstanceOf(ArchiverException.class)
                    .hasMessageContaining("names instrument 4");
        }
    }

    @Test
    void shouldArchiveWhatComesBeforeDamageAndThenStop(DatabaseTarget database) throws IOException {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 15, 3000);
        flipLastBytes();
        assertStopsAtDamage(database, archiver -> archiver.runOnce(ArchiveProgress.NONE));
    }

    @Test
    void shouldArchiveWhatComesBeforeDamageWhileFollowing(DatabaseTarget database) throws IOException {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 15, 3000);
        flipLastBytes();
        assertStopsAtDamage(database, archiver -> archiver.runUntil(() -> false, ArchiveProgress.NONE));
    }

    private void assertStopsAtDamage(DatabaseTarget database, Function<Archiver, ArchiveReport> run) {
        long archived;
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            JournalDamagedException damage =
                    catchThrowableOfType(JournalDamagedException.class, () -> run.apply(archiver));
            archived = damage.damage().sequence() - 1;
        }
        assertThat(archived).isGreaterThan(1000);
        assertThat(archivedSequence(database)).isEqualTo(archived);
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(archived);
    }

    @Test
    void shouldSayWhenThereIsNoJournal(DatabaseTarget database) {
        assertThatThrownBy(() -> Archiver.open(directory.resolve("nosuch"), database, CONFIG))
                .isInstanceOf(JournalMissingException.class);
    }

    @Test
    void shouldStopWhenInterrupted(DatabaseTarget database) throws Exception {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 16, 100);
        AtomicBoolean flagKept = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
                archiver.runUntil(() -> false, ArchiveProgress.NONE);
                flagKept.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        TimeUnit.MILLISECONDS.sleep(200);
        thread.interrupt();
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(flagKept).isTrue();
    }

    private ArchiveReport archiveOnce(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            return archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private CompletableFuture<ArchiveReport> follow(
            DatabaseTarget database, ArchiverConfig config, AtomicBoolean stop, AtomicLong position) {
        return CompletableFuture.supplyAsync(() -> {
            try (Archiver archiver = Archiver.open(directory, database, config)) {
                return archiver.runUntil(stop::get, new ArchiveProgress() {
                    @Override
                    public void committed(long records, long rows, JournalPosition reached, long lag) {
                        position.set(reached.sequence());
                    }
                });
            }
        });
    }

    private void assertIdentical(DatabaseTarget database, long last) {
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.identical()).isTrue();
        assertThat(check.checked()).isEqualTo(last);
        assertThat(check.lagRecords()).isZero();
        assertThat(check.rows()).isPositive();
    }

    private static long archivedSequence(DatabaseTarget database) {
        return Long.parseLong(
                PostgresServer.query(database, "SELECT sequence FROM archive_position WHERE engine_id = " + ENGINE_ID));
    }

    /** Flips bytes near the end of what the engine stop record left, which is in one of the last batches. */
    private void flipLastBytes() throws IOException {
        Path cycle;
        try (Stream<Path> files = Files.list(directory)) {
            cycle = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(cycle.toFile(), "rw")) {
            byte[] bytes = new byte[4 << 20];
            int size = file.read(bytes);
            int at = size - 1;
            while (bytes[at] == 0) {
                at--;
            }
            file.seek(at - 40);
            file.write(bytes[at - 40] ^ 0x10);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
