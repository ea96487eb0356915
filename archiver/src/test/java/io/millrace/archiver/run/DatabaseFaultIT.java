package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.testing.BreakingProxy;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.Following;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.Rounds;
import io.millrace.archiver.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever happens to the server while an archiver follows a live journal: it waits, catches up, and nothing differs. Has a server
 * of its own and mostly waits: runs beside other tests, its own methods one after the other.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class DatabaseFaultIT {
    private static final int ROUNDS = Rounds.of("database", 3);
    private static final String TEMPLATE = "millrace_template";
    private static final ArchiverConfig CONFIG = ArchiverConfig.defaults()
            .withTransaction(400, 1 << 20, Duration.ofMillis(20))
            .withBackoff(Duration.ofMillis(5), Duration.ofMillis(200))
            .withSocketTimeout(Duration.ofSeconds(2));

    private static PostgresServer server;

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private DatabaseTarget database;

    @BeforeAll
    static void start() {
        server = new PostgresServer();
        PostgresServer.execute(server.target("postgres"), "CREATE DATABASE " + TEMPLATE);
        Migrations.migrate(server.target(TEMPLATE));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void makeDatabase() {
        database = server.newDatabase(TEMPLATE);
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveAKillInTheMiddleOfACopy() throws Exception {
        try (Following following = following(database)) {
            for (int i = 0; i < ROUNDS; i++) {
                following.awaitProgress();
                slowDown();
                awaitCopy();
                server.crash();
                following.awaitPauses(1, "localhost:");
                server.start();
                PostgresServer.execute(database, "DROP FUNCTION IF EXISTS slow CASCADE");
            }
            assertThat(following.finish(database).reconnects()).isGreaterThanOrEqualTo(ROUNDS);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveKillsAtRandomMoments() throws Exception {
        try (Following following = following(database)) {
            for (int i = 0; i < ROUNDS; i++) {
                following.awaitProgress();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                server.crash();
                server.start();
            }
            following.finish(database);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    @Covers({"S2-134", "S3-007"})
    void shouldSurviveRestartsUnderLoad() throws Exception {
        try (Following following = following(database)) {
            for (int i = 0; i < ROUNDS; i++) {
                following.awaitProgress();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
                server.stop();
                server.start();
            }
            assertThat(following.finish(database).reconnects()).isGreaterThanOrEqualTo(ROUNDS);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldWaitWithGrowingPausesWhileTheServerRefusesConnections() throws Exception {
        server.stop();
        try (Following following = following(database)) {
            following.awaitPauses(9, "refused");
            assertThat(following.pausesMs().get(0)).isLessThanOrEqualTo(5);
            assertThat(following.pausesMs().get(8)).isGreaterThanOrEqualTo(100);
            assertThat(following.pausesMs()).allMatch(pause -> pause <= 200);
            following.await(() -> following.status().waitingFor().contains("refused"), "a status that says so");
            server.start();
            following.awaitProgress();
            following.finish(database);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveAServerThatIsTooSlow() throws Exception {
        try (Following following = following(database)) {
            following.awaitProgress();
            try (Connection other = PostgresServer.connect(database);
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                // Longer than the archiver's socket timeout: it gives up while the server still works for it.
                statement.execute("LOCK TABLE ticks, prices IN ACCESS EXCLUSIVE MODE");
                following.awaitPauses(2, "localhost:");
                other.rollback();
            }
            following.awaitProgress();
            assertThat(following.finish(database).reconnects()).isPositive();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveAServerThatFreezes() throws Exception {
        try (Following following = following(database)) {
            following.awaitProgress();
            server.freeze();
            try {
                following.awaitPauses(2, "localhost:");
            } finally {
                server.thaw();
            }
            following.awaitProgress();
            assertThat(following.finish(database).reconnects()).isPositive();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldTakeTheLockBackFromAConnectionThatIsHalfOpen() throws Exception {
        try (BreakingProxy proxy = new BreakingProxy(server.port(), seed, 0, 1, 1);
                Following following = following(proxy.before(database))) {
            following.awaitProgress();
            proxy.silence();
            following.awaitPauses(1, "127.0.0.1:");
            // The server's end of the silent connection is open and holds the lock for as long as the proxy lives.
            proxy.speak();
            long before = System.nanoTime();
            following.awaitProgress();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            following.finish(database);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveAFullDisk() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 24)) {
            Path space = disk.directory().resolve("space");
            assertThat(space.toFile().mkdir()).isTrue();
            PostgresServer.execute(
                    server.target("postgres"),
                    "CREATE TABLESPACE small LOCATION '" + space + "'",
                    "CREATE DATABASE small TEMPLATE " + TEMPLATE + " TABLESPACE small STRATEGY file_copy");
            DatabaseTarget small = server.target("small");
            try (Following following = following(small)) {
                following.awaitProgress();
                disk.fill();
                following.awaitPauses(3, "[53100]");
                disk.clear();
                following.awaitProgress();
                following.finish(small);
            } finally {
                PostgresServer.execute(
                        server.target("postgres"), "DROP DATABASE small WITH (FORCE)", "DROP TABLESPACE small");
            }
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shouldSurviveAServerThatBecomesReadOnly() throws Exception {
        try (Following following = following(database)) {
            following.awaitProgress();
            readOnly("on");
            try {
                following.awaitPauses(3, "[25006]");
            } finally {
                readOnly("off");
            }
            following.awaitProgress();
            following.finish(database);
        }
    }

    private Following following(DatabaseTarget target) {
        System.err.println("seed " + seed);
        return new Following(directory.resolve("journal"), seed, target, CONFIG);
    }

    /** A millisecond for each tick, so that a COPY takes long enough to be met. */
    private void slowDown() {
        PostgresServer.execute(
                database,
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE INSERT ON ticks FOR EACH ROW EXECUTE FUNCTION slow()");
    }

    private void awaitCopy() throws InterruptedException {
        while (PostgresServer.count(database, "pg_stat_progress_copy WHERE tuples_processed > 0") == 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void readOnly(String value) {
        DatabaseTarget target = server.target("postgres");
        PostgresServer.execute(
                target,
                "SET default_transaction_read_only = off",
                "ALTER SYSTEM SET default_transaction_read_only = " + value,
                "SELECT pg_reload_conf()");
    }
}
