package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.tools.database.DatabaseHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace db health-report}: the state of the components. Main thread; changes nothing. */
@Command(
        name = "health-report",
        mixinStandardHelpOptions = true,
        description =
                "Show the newest state of each component and its last day. For every day; see the view health_report.",
        footer = {"", "Example:", "  millrace db health-report"})
final class DbHealthReportCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    DbHealthReportCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            return new RowsReport(
                    "components", "No component has reported its health.", Housekeeping.health(handle.target()));
        }
    }
}
