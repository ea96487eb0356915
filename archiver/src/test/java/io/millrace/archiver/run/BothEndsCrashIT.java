package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiverProcess.Work;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.Rounds;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.fault.Failpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archiver's process ends at a pass of each of its failpoints in turn, and every other time the server is killed or stopped
 * under it and started again: what is archived is the journal up to the position, each time, and all of it in the end.
 */
@Timeout(1800)
class BothEndsCrashIT {
    private static final int ROUNDS = Rounds.of("archiver", 5);
    private static final int LAST_PASS = 12;
    private static final int KILLED = 128 + 9;
    private static final List<Failpoint> FAILPOINTS = List.of(
            Failpoint.ARCHIVE_COLLECTED,
            Failpoint.ARCHIVE_HANDED_OVER,
            Failpoint.COPY_MID,
            Failpoint.ARCHIVE_BEFORE_COMMIT,
            Failpoint.ARCHIVE_AFTER_COMMIT);

    private static PostgresServer server;

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private long last;
    private long kills;

    @BeforeAll
    static void start() {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void shouldStoreEachRecordOnceThoughBothEndsDieAgainAndAgain() throws Exception {
        System.err.println("seed " + seed);
        last = SampleJournal.write(directory, 5, 77, seed, 20_000);
        DatabaseTarget database = server.newMigratedDatabase();
        for (int round = 0; round < ROUNDS; round++) {
            Failpoint failpoint = FAILPOINTS.get(round % FAILPOINTS.size());
            endAt(failpoint, 1 + random.nextInt(LAST_PASS), database, round % 2 == 1);
            assertIdenticalSoFar(database, round);
            if (position(database) == last) {
                server.drop(database);
                database = server.newMigratedDatabase();
            }
        }
        try (Archiver archiver =
                Archiver.open(directory, database, ArchiverConfig.defaults().withPatience(Duration.ofSeconds(60)))) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        assertIdenticalSoFar(database, ROUNDS);
        assertThat(position(database)).as("seed %d", seed).isEqualTo(last);
        assertThat(kills).as("kills, seed %d", seed).isPositive();
    }

    private void endAt(Failpoint failpoint, int pass, DatabaseTarget database, boolean serverToo) throws Exception {
        Process process = ArchiverProcess.start(Work.ONCE, directory, database, failpoint.label() + ":" + pass);
        try {
            if (serverToo) {
                TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1500));
                if (random.nextBoolean()) {
                    server.crash();
                } else {
                    server.stop();
                }
                server.start();
            }
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            kills += exitCode == KILLED ? 1 : 0;
            // 0 where the journal ended before that pass.
            assertThat(exitCode)
                    .as("%s:%d, seed %d: %s", failpoint.label(), pass, seed, err)
                    .isIn(KILLED, 0);
        } finally {
            process.destroyForcibly();
        }
        awaitNoConnection(database);
    }

    private void assertIdenticalSoFar(DatabaseTarget database, int round) {
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.identical())
                .as("round %d, seed %d: %s", round, seed, check)
                .isTrue();
        assertThat(check.checked()).isEqualTo(position(database));
    }

    private static void awaitNoConnection(DatabaseTarget database) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!PostgresServer.query(
                        database,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
                .equals("0")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static long position(DatabaseTarget database) {
        return Long.parseLong(
                PostgresServer.query(database, "SELECT coalesce(max(sequence), 0) FROM archive_position"));
    }
}
