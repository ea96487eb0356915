package io.millrace.archiver.run;

import io.millrace.archiver.database.DatabaseTarget;
import java.nio.file.Path;
import java.time.Duration;

/** The archiver as a process of its own, for tests that kill it: journal directory, JDBC address, user. */
final class ArchiverProcess {
    private ArchiverProcess() {}

    public static void main(String[] arguments) {
        DatabaseTarget target = new DatabaseTarget(arguments[1], arguments[2], "");
        ArchiverConfig config = ArchiverConfig.defaults()
                .withTransaction(200, 1 << 20, Duration.ofMillis(5))
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(20));
        try (Archiver archiver = Archiver.open(Path.of(arguments[0]), target, config)) {
            archiver.runUntil(() -> false, ArchiveProgress.NONE);
        }
    }
}
