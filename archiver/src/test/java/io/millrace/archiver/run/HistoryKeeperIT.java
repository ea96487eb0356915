package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an archiver has written is counted and closed behind it, and stays what the journal says. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class HistoryKeeperIT {
    private static final int ENGINE_ID = 5;
    private static final String TRADES = "SELECT count(*) || ' ' || sum(quantity) FROM ticks WHERE kind = 'TRADE'";
    private static final String BARS =
            "SELECT sum(trade_count) || ' ' || sum(volume) FROM tick_bars WHERE interval_ns = ";

    @TempDir
    private Path directory;

    @Test
    void shouldCountTradesAndCloseTheDaysThatAreOver(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, 42, 99, 4_000);
        archiveOnce(database);
        long newest = Long.parseLong(PostgresServer.query(database, "SELECT max(event_time_ns) FROM ticks"));
        HistoryKeeper keeper =
                HistoryKeeper.start(database, ENGINE_ID, () -> newest + 2 * 86_400_000_000_000L, Duration.ofMillis(20));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> PostgresServer.query(
                                    database,
                                    "SELECT count(*) FROM tick_partitions WHERE closed_at IS NULL AND day <= (SELECT max(event_time)::date FROM ticks)")
                            .equals("0"));
        } finally {
            keeper.close();
        }
        for (long interval : new long[] {60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L}) {
            assertThat(PostgresServer.query(database, BARS + interval))
                    .isEqualTo(PostgresServer.query(database, TRADES));
        }
        assertThat(ArchiveVerifier.verify(directory, database, done -> {}).identical())
                .isTrue();
    }

    @Test
    void shouldKeepTheHistoryOfAFollowerThatHadCaughtUpBefore(DatabaseTarget database) {
        SampleJournal.write(directory, ENGINE_ID, 42, 99, 40);
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
            assertThat(isHistoryKept()).isFalse();
            long giveUpNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            boolean[] kept = {false};
            archiver.runUntil(
                    () -> {
                        kept[0] |= isHistoryKept();
                        return kept[0] || System.nanoTime() > giveUpNs;
                    },
                    ArchiveProgress.NONE);
            assertThat(kept[0]).isTrue();
        }
        assertThat(isHistoryKept()).isFalse();
    }

    private static boolean isHistoryKept() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("millrace-history-" + ENGINE_ID));
    }

    @Test
    void shouldMakeTomorrowsPartitionBeforeItIsNeeded(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 42, 7)) {
            journal.start();
            // The journal begins at 18:00; by 22:30 the next day is near.
            journal.trade();
            journal.commit();
            archiveOnce(database);
            assertThat(partitions(database)).isEqualTo("ticks_20240808");
            journal.advance(Duration.ofMinutes(270).toNanos());
            journal.trade();
            journal.commit();
        }
        archiveOnce(database);
        assertThat(partitions(database)).isEqualTo("ticks_20240808 ticks_20240809");
    }

    @Test
    void shouldTakeALateRowOfADayThatWasTakenOffMeanwhile(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 42, 9);
                Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            journal.start();
            journal.trade();
            journal.commit();
            archiver.runOnce(ArchiveProgress.NONE);
            PostgresServer.execute(database, "SELECT retain_ticks('2024-08-09', false)");
            assertThat(PostgresServer.count(database, "ticks")).isZero();
            journal.trade();
            journal.commit();
            archiver.runOnce(ArchiveProgress.NONE);
        }
        assertThat(PostgresServer.count(database, "ticks")).isEqualTo(1);
        // What retention has taken is no difference, and only that.
        assertThat(ArchiveVerifier.verify(directory, database, done -> {}).identical())
                .isTrue();
        PostgresServer.execute(database, "DELETE FROM tick_partition_log WHERE action = 'DROPPED'");
        assertThat(ArchiveVerifier.verify(directory, database, done -> {})
                        .firstDifference()
                        .orElseThrow())
                .contains("ticks: the row of sequence", "is missing");
    }

    @Test
    void shouldCountATradeThatWasADeadLetter(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, 42, 8)) {
            journal.start();
            for (int i = 0; i < 20; i++) {
                journal.trade();
            }
            journal.commit();
        }
        PostgresServer.execute(
                database, "ALTER TABLE ticks ADD CONSTRAINT narrow CHECK (sequence % 20 NOT IN (3, 4)) NOT VALID");
        archiveOnce(database);
        PostgresServer.execute(
                database, "SELECT refresh_tick_bars(" + ENGINE_ID + ")", "ALTER TABLE ticks DROP CONSTRAINT narrow");
        String before = PostgresServer.query(database, BARS + "60000000000");
        assertThat(DeadLetterRetry.run(directory, database).stored()).isPositive();
        assertThat(PostgresServer.query(database, BARS + "60000000000"))
                .isNotEqualTo(before)
                .isEqualTo(PostgresServer.query(database, TRADES));
    }

    private static String partitions(DatabaseTarget database) {
        return PostgresServer.query(database, "SELECT string_agg(table_name, ' ' ORDER BY day) FROM tick_partitions");
    }

    private void archiveOnce(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
    }
}
