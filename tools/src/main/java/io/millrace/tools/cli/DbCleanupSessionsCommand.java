package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.tools.database.DatabaseHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace db cleanup-sessions}: removes sessions whose time is over. Main thread; for every day. */
@Command(
        name = "cleanup-sessions",
        mixinStandardHelpOptions = true,
        description =
                "Remove sessions of brokers and users whose time is over; each leaves its audit entry. For every day.",
        footer = {"", "Example:", "  millrace db cleanup-sessions"})
final class DbCleanupSessionsCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    DbCleanupSessionsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            return new RemovedReport("sessions", Housekeeping.cleanupSessions(handle.target()));
        }
    }
}
