package io.millrace.archiver.run;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.journal.fault.Failpoint;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The archiver as a process of its own, for tests that kill it. */
final class ArchiverProcess {
    /** What the process does. */
    enum Work {
        FOLLOW,
        ONCE,
        RETRY_DEAD_LETTERS
    }

    private ArchiverProcess() {}

    /**
     * Starts it.
     *
     * @param failpoint value of the property that ends it at a place; null for none
     */
    static Process start(Work work, Path journalDirectory, DatabaseTarget database, String failpoint) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add")
                        || argument.startsWith("--enable-native")
                        || argument.startsWith("--sun-misc")
                        || argument.startsWith("-Dchronicle"))
                .forEach(command::add);
        if (failpoint != null) {
            command.add("-D" + Failpoint.PROPERTY + "=" + failpoint);
        }
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ArchiverProcess.class.getName(),
                work.name(),
                journalDirectory.toString(),
                database.url(),
                database.user()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) {
        Failpoint.requireUsable();
        Path directory = Path.of(arguments[1]);
        DatabaseTarget target = new DatabaseTarget(arguments[2], arguments[3], "");
        Work work = Work.valueOf(arguments[0]);
        if (work == Work.RETRY_DEAD_LETTERS) {
            DeadLetterRetry.run(directory, target);
            return;
        }
        ArchiverConfig config = ArchiverConfig.defaults()
                .withTransaction(200, 1 << 20, Duration.ofMillis(5))
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(20));
        try (Archiver archiver = Archiver.open(directory, target, config)) {
            if (work == Work.ONCE) {
                archiver.runOnce(ArchiveProgress.NONE);
            } else {
                archiver.runUntil(() -> false, ArchiveProgress.NONE);
            }
        }
    }
}
