package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.tools.database.DatabaseHandle;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db cleanup-jobs}: removes jobs that ended long ago. Main thread; for every week. */
@Command(
        name = "cleanup-jobs",
        mixinStandardHelpOptions = true,
        description =
                "Remove jobs that are completed, failed or cancelled for longer than that; each leaves its audit entry. For every week.",
        footer = {"", "Example:", "  millrace db cleanup-jobs --older-than 7d"})
final class DbCleanupJobsCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            defaultValue = "7d",
            description = "How long ago they ended, such as 7d (the default).")
    private String olderThan;

    DbCleanupJobsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        Duration age = Age.parse("--older-than", olderThan);
        try (DatabaseHandle handle = database.existing(context)) {
            return new RemovedReport("jobs", Housekeeping.cleanupJobs(handle.target(), age));
        }
    }
}
