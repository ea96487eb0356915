package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.tools.database.DatabaseHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace db cache-report}: how often the cache answers. Main thread; changes nothing. */
@Command(
        name = "cache-report",
        mixinStandardHelpOptions = true,
        description =
                "Show how often the cache answers, by the part of the key before the first colon. For every month; see the view cache_report.",
        footer = {"", "Example:", "  millrace db cache-report"})
final class DbCacheReportCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    DbCacheReportCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        try (DatabaseHandle handle = database.existing(context)) {
            return new RowsReport("the cache", "The cache is empty.", Housekeeping.cache(handle.target()));
        }
    }
}
