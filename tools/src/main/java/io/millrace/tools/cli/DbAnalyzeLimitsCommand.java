package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.tools.database.DatabaseHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace db analyze-limits}: how near interfaces come to their limits. Main thread; changes nothing. */
@Command(
        name = "analyze-limits",
        mixinStandardHelpOptions = true,
        description =
                "Show use of interfaces in the last 30 days, and how near to the limit it came. For every month; see the view api_limit_report.",
        footer = {"", "Example:", "  millrace db analyze-limits"})
final class DbAnalyzeLimitsCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    DbAnalyzeLimitsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            return new RowsReport(
                    "use of interfaces in the last 30 days",
                    "No interface was used in the last 30 days.",
                    Housekeeping.limits(handle.target()));
        }
    }
}
