package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiverProcess.Work;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.Rounds;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.fault.Failpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Wherever the archiver's process ends, each record up to the position is in the tables once, and the next one goes on. */
@Timeout(1200)
@ExtendWith(PostgresExtension.class)
class ArchiverCrashIT {
    private static final int ROUNDS = Rounds.of("archiver", 5);
    private static final List<Failpoint> FAILPOINTS = List.of(
            Failpoint.ARCHIVE_COLLECTED,
            Failpoint.ARCHIVE_HANDED_OVER,
            Failpoint.COPY_MID,
            Failpoint.ARCHIVE_BEFORE_COMMIT,
            Failpoint.ARCHIVE_AFTER_COMMIT);
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path directory;

    @Test
    void shouldStoreEachRecordOnceThoughItsProcessIsKilledAtAnyMoment(DatabaseTarget database) throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        Random random = new Random(seed);
        long last = SampleJournal.write(directory, 5, 77, seed, 6_000 * ROUNDS);
        long position = 0;
        int killedAtWork = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Process process = ArchiverProcess.start(Work.FOLLOW, directory, database, null);
            try {
                awaitPosition(database, process, Math.min(last, position + random.nextInt(4000)));
                process.destroyForcibly().waitFor();
                long before = position;
                position = position(database);
                killedAtWork += position < last ? 1 : 0;
                assertThat(position).as("position, seed %d", seed).isGreaterThanOrEqualTo(before);
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(killedAtWork).as("kills before the end, seed %d", seed).isGreaterThan(ROUNDS / 2);
        archiveTheRest(database, last);
    }

    @Test
    void shouldStoreEachRecordOnceThoughItsProcessEndsAtAFailpoint(PostgresServer server) throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        long last = SampleJournal.write(directory, 5, 77, seed, 2_000);
        String counts = runCounting(server.newMigratedDatabase());
        for (Failpoint failpoint : FAILPOINTS) {
            DatabaseTarget database = server.newMigratedDatabase();
            // The second goes on where the first ended.
            endAt(failpoint, 1, database);
            assertIdenticalSoFar(database);
            endAt(failpoint, 2, database);
            assertIdenticalSoFar(database);
            archiveTheRest(database, last);

            long passes = passes(failpoint, counts);
            assertThat(passes).as("passes of %s", failpoint).isGreaterThan(5);
            DatabaseTarget fresh = server.newMigratedDatabase();
            endAt(failpoint, passes, fresh);
            assertIdenticalSoFar(fresh);
            // Handed over, it is with another thread, which is as far as it is.
            if (failpoint != Failpoint.ARCHIVE_HANDED_OVER) {
                assertThat(position(fresh) == last)
                        .as("all is archived at the last %s", failpoint)
                        .isEqualTo(failpoint == Failpoint.ARCHIVE_AFTER_COMMIT);
            }
            archiveTheRest(fresh, last);
        }
    }

    @Test
    void shouldStoreADeadLetterOnceThoughTheRetryEndsAtAFailpoint(DatabaseTarget database) throws Exception {
        long last = SampleJournal.write(directory, 5, 77, 9, 2_000);
        String narrow = "ALTER TABLE ticks ADD CONSTRAINT narrow CHECK (sequence % 100 <> 0)";
        PostgresServer.execute(database, narrow);
        archive(database);
        long letters = PostgresServer.count(database, "dead_letters");
        PostgresServer.execute(database, "ALTER TABLE ticks DROP CONSTRAINT narrow");
        Process retry = ArchiverProcess.start(Work.RETRY_DEAD_LETTERS, directory, database, "copy-mid:3");
        assertThat(retry.waitFor()).isEqualTo(KILLED);
        awaitNoConnection(database);
        assertThat(PostgresServer.count(database, "dead_letters")).isEqualTo(letters - 2);
        assertThat(DeadLetterRetry.run(directory, database).stored()).isEqualTo(letters - 2);
        archiveTheRest(database, last);
    }

    private void endAt(Failpoint failpoint, long pass, DatabaseTarget database) throws Exception {
        Process process = ArchiverProcess.start(Work.ONCE, directory, database, failpoint.label() + ":" + pass);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isEqualTo(KILLED);
        awaitNoConnection(database);
    }

    private String runCounting(DatabaseTarget database) throws Exception {
        Process process = ArchiverProcess.start(Work.ONCE, directory, database, "count");
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isZero();
        return err;
    }

    private static long passes(Failpoint failpoint, String counts) {
        Matcher matcher = Pattern.compile(" " + failpoint.label() + " (\\d+)").matcher(counts);
        assertThat(matcher.find()).as(counts).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private void archiveTheRest(DatabaseTarget database, long last) throws Exception {
        awaitNoConnection(database);
        assertThat(archive(database).position().sequence()).isEqualTo(last);
        assertIdenticalSoFar(database);
        assertThat(position(database)).isEqualTo(last);
    }

    private ArchiveReport archive(DatabaseTarget database) {
        ArchiverConfig config = ArchiverConfig.defaults().withPatience(Duration.ofSeconds(60));
        try (Archiver archiver = Archiver.open(directory, database, config)) {
            return archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private void assertIdenticalSoFar(DatabaseTarget database) {
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.identical()).as("%s", check).isTrue();
        assertThat(check.checked()).isEqualTo(position(database));
    }

    /** The server drops the lock when it notices that the process is gone, which takes a moment. */
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

    private static void awaitPosition(DatabaseTarget database, Process process, long target)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        while (process.isAlive() && position(database) < target) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** 0 where there is no row: of an archiver that died before its first commit. */
    private static long position(DatabaseTarget database) {
        return Long.parseLong(
                PostgresServer.query(database, "SELECT coalesce(max(sequence), 0) FROM archive_position"));
    }
}
