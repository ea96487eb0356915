package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.checkpoint.ArchiverLock;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.testing.BreakingProxy;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.tail.JournalPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks between archiver and database, each record is in the tables once. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class ArchiverFaultIT {
    private static final int ENGINE_ID = 3;
    private static final long JOURNAL_ID = 42;
    private static final String TERMINATE = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name LIKE 'millrace-archiver%'";
    private static final ArchiverConfig CONFIG = ArchiverConfig.defaults()
            .withTransaction(100, 1 << 20, Duration.ofMillis(20))
            .withBackoff(Duration.ofMillis(1), Duration.ofMillis(20))
            .withPatience(Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    @Test
    void shouldStoreEachRecordOnceThoughTheLinkBreaksAnywhere(PostgresServer server, DatabaseTarget database)
            throws Exception {
        long seed = System.nanoTime();
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, seed, 12_000);
        // Small limits, so that cuts fall on every step: connecting, the lock, partitions, COPY, the position, the
        // commit.
        try (BreakingProxy proxy = new BreakingProxy(server.port(), seed, 60, 300_000, 8_000)) {
            ArchiveReport report = runOnce(proxy.before(database));
            assertThat(report.position().sequence()).as("seed %d", seed).isEqualTo(last);
            assertThat(proxy.cuts()).as("cuts, seed %d", seed).isGreaterThan(10);
            assertThat(report.reconnects()).as("reconnects, seed %d", seed).isGreaterThan(3);
            assertThat(report.records()).as("records, seed %d", seed).isEqualTo(last);
            assertThat(report.rowsByTable().get("ticks"))
                    .as("ticks, seed %d", seed)
                    .isEqualTo(PostgresServer.count(database, "ticks"));
        }
        assertIdentical(database, last);
    }

    @Test
    void shouldStoreEachRecordOnceThoughTheServerEndsItsConnections(DatabaseTarget database) {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 2, 6000);
        AtomicInteger commits = new AtomicInteger();
        AtomicInteger terminated = new AtomicInteger();
        ArchiveReport report;
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            report = archiver.runOnce((records, rows, position, lag) -> {
                if (commits.incrementAndGet() % 7 == 0) {
                    terminated.addAndGet(Integer.parseInt(PostgresServer.query(database, TERMINATE)));
                }
            });
        }
        assertThat(terminated.get()).isGreaterThan(3);
        assertThat(report.reconnects()).isEqualTo(terminated.get());
        assertThat(report.records()).isEqualTo(last);
        assertIdentical(database, last);
    }

    @Test
    void shouldWaitForTheLockThatItsLostConnectionStillHolds(DatabaseTarget database) throws SQLException {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 7, 2000);
        try (LockThief thief = new LockThief(database);
                Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            AtomicInteger waits = new AtomicInteger();
            ArchiveReport report = archiver.runOnce(new ArchiveProgress() {
                @Override
                public void committed(long records, long rows, JournalPosition position, long lag) {
                    thief.stealOnce();
                }

                @Override
                public void waiting(String reason, long pauseMs, long lag) {
                    if (reason.contains("another archiver") && waits.incrementAndGet() == 3) {
                        thief.giveBack();
                    }
                }
            });
            assertThat(waits.get()).isGreaterThanOrEqualTo(3);
            assertThat(report.position().sequence()).isEqualTo(last);
        }
        assertIdentical(database, last);
    }

    @Test
    void shouldNotWaitLongerThanItsPatienceForTheLock(DatabaseTarget database) throws SQLException {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 8, 2000);
        ArchiverConfig impatient = CONFIG.withPatience(Duration.ofMillis(200));
        try (LockThief thief = new LockThief(database);
                Archiver archiver = Archiver.open(directory, database, impatient)) {
            assertThatThrownBy(() -> archiver.runOnce((records, rows, position, lag) -> thief.stealOnce()))
                    .isInstanceOf(ArchiverLockedException.class);
        }
    }

    @Test
    void shouldGoOnAfterTheServerRestarts() throws Exception {
        long last = SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 3, 4000);
        try (PostgresServer server = new PostgresServer()) {
            DatabaseTarget database = server.newDatabase();
            Migrations.migrate(database);
            AtomicInteger commits = new AtomicInteger();
            AtomicReference<String> waitedFor = new AtomicReference<>();
            ArchiveReport report;
            try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
                report = archiver.runOnce(new ArchiveProgress() {
                    @Override
                    public void committed(long records, long rows, JournalPosition position, long lag) {
                        if (commits.incrementAndGet() == 10) {
                            stop(server);
                        }
                    }

                    @Override
                    public void waiting(String reason, long pauseMs, long lag) {
                        assertThat(lag).isPositive();
                        if (waitedFor.getAndSet(reason) == null) {
                            start(server);
                        }
                    }
                });
            }
            assertThat(waitedFor.get()).contains("cannot archive to localhost:");
            assertThat(report.reconnects()).isEqualTo(1);
            assertThat(report.position().sequence()).isEqualTo(last);
            assertIdentical(database, last);
        }
    }

    @Test
    void shouldFollowThroughAnOutageAndReportTheLag() throws Exception {
        try (SampleJournal journal = new SampleJournal(directory, ENGINE_ID, JOURNAL_ID, 4);
                PostgresServer server = new PostgresServer()) {
            DatabaseTarget database = server.newDatabase();
            journal.start();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong position = new AtomicLong();
            AtomicLong lagWhileAway = new AtomicLong();
            CompletableFuture<ArchiveReport> run = CompletableFuture.supplyAsync(() -> {
                try (Archiver archiver = Archiver.open(directory, database, CONFIG.withPatience(Duration.ZERO))) {
                    return archiver.runUntil(stop::get, new ArchiveProgress() {
                        @Override
                        public void committed(long records, long rows, JournalPosition reached, long lag) {
                            position.set(reached.sequence());
                        }

                        @Override
                        public void waiting(String reason, long pauseMs, long lag) {
                            lagWhileAway.set(lag);
                        }
                    });
                }
            });
            long before = journal.lastSequence();
            await(() -> position.get() == before || run.isDone());
            server.stop();
            journal.market(700);
            await(() -> lagWhileAway.get() == journal.lastSequence() - before || run.isDone());
            server.start();
            await(() -> position.get() == journal.lastSequence() || run.isDone());
            stop.set(true);
            assertThat(run.get(20, TimeUnit.SECONDS).reconnects()).isPositive();
            assertIdentical(database, journal.lastSequence());
        }
    }

    @Test
    void shouldGiveUpAfterItsPatienceAndKeepThePosition(PostgresServer server, DatabaseTarget database)
            throws Exception {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 5, 200);
        ArchiverConfig impatient = CONFIG.withPatience(Duration.ofMillis(300));
        long start = System.nanoTime();
        assertThatThrownBy(() -> {
                    try (Archiver archiver = Archiver.open(
                            directory, new DatabaseTarget("jdbc:postgresql://localhost:1/none", "u", ""), impatient)) {
                        archiver.runOnce(ArchiveProgress.NONE);
                    }
                })
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("cannot archive to localhost:1/none")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    @Test
    void shouldNotWaitForADatabaseThatDoesNotExist(PostgresServer server) {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 6, 10);
        assertThatThrownBy(() -> runOnce(server.target("nosuch")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("\"nosuch\" does not exist");
    }

    /** Ends the archiver's connection and takes its lock. */
    private static final class LockThief implements AutoCloseable {
        private final DatabaseTarget database;
        private final Connection connection;
        private boolean stolen;

        LockThief(DatabaseTarget database) throws SQLException {
            this.database = database;
            connection = PostgresServer.connect(database);
        }

        void stealOnce() {
            if (stolen) {
                return;
            }
            stolen = true;
            PostgresServer.query(database, TERMINATE);
            try {
                while (!ArchiverLock.tryAcquire(connection, ENGINE_ID)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void giveBack() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            giveBack();
        }
    }

    private ArchiveReport runOnce(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, CONFIG)) {
            return archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private void assertIdentical(DatabaseTarget database, long last) {
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(last);
    }

    private static void stop(PostgresServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(PostgresServer server) {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
