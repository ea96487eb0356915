package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith(PostgresExtension.class)
class ArchiverCrashIT {
    private static final int KILLS = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldStoreEachRecordOnceThoughItsProcessIsKilled(DatabaseTarget database) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long last = SampleJournal.write(directory, 5, 77, seed, 60_000);
        long position = 0;
        int killedAtWork = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(database);
            try {
                long before = position;
                long target = before + random.nextInt(8000);
                awaitPosition(database, process, target);
                process.destroyForcibly().waitFor();
                position = position(database);
                killedAtWork += position < last ? 1 : 0;
                assertThat(position).as("position, seed %d", seed).isGreaterThanOrEqualTo(before);
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(killedAtWork).as("kills before the end, seed %d", seed).isPositive();

        ArchiverConfig config = ArchiverConfig.defaults().withPatience(Duration.ofSeconds(60));
        try (Archiver archiver = openWhenLockIsFree(database, config)) {
            assertThat(archiver.runOnce(ArchiveProgress.NONE).position().sequence())
                    .isEqualTo(last);
        }
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
        assertThat(check.firstDifference()).as("seed %d", seed).isEmpty();
        assertThat(check.checked()).isEqualTo(last);
    }

    /** The server drops the lock when it notices that the killed process is gone, which takes a moment. */
    private Archiver openWhenLockIsFree(DatabaseTarget database, ArchiverConfig config) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!PostgresServer.query(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                .equals("0")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Archiver.open(directory, database, config);
    }

    private Process start(DatabaseTarget database) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add")
                        || argument.startsWith("--enable-native")
                        || argument.startsWith("--sun-misc")
                        || argument.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ArchiverProcess.class.getName(),
                directory.toString(),
                database.url(),
                database.user()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitPosition(DatabaseTarget database, Process process, long target)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (process.isAlive() && position(database) < target) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long position(DatabaseTarget database) {
        return Long.parseLong(
                PostgresServer.query(database, "SELECT coalesce(max(sequence), 0) FROM archive_position"));
    }
}
