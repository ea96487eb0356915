package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.archiver.schema.PartitionKeeper.RemovedDay;
import io.millrace.tools.database.DatabaseHandle;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db retain-ticks}: takes old days of ticks off the table. Main thread; others go on meanwhile. */
@Command(
        name = "retain-ticks",
        mixinStandardHelpOptions = true,
        description = {
            "Take days of ticks that are older off the table and drop them, or keep them as tables of their own.",
            "The bars made of them stay. Nothing is removed without --yes: what is dropped is only in a backup, or in the journal."
        },
        footer = {
            "",
            "Example:",
            "  millrace db retain-ticks --older-than 365d",
            "  millrace db retain-ticks --older-than 365d --yes"
        })
final class DbRetainTicksCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(names = "--older-than", required = true, paramLabel = "AGE", description = "Age of the days, such as 365d.")
    private String olderThan;

    @Option(names = "--keep-tables", description = "Keep them as tables named ticks_20240808_detached.")
    private boolean keepTables;

    @Option(names = "--yes", description = "Do it; without this it is only told.")
    private boolean yes;

    DbRetainTicksCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        Duration age = Age.parse("--older-than", olderThan);
        LocalDate before = Age.now().minus(age).atOffset(ZoneOffset.UTC).toLocalDate();
        try (DatabaseHandle handle = database.existing(context)) {
            return new Outcome(before, Housekeeping.retainTicks(handle.target(), before, !yes, keepTables), !yes);
        }
    }

    private record Outcome(LocalDate before, List<RemovedDay> days, boolean dryRun) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", dryRun);
            object.put("before", before.toString());
            object.put("days", days.stream().map(Outcome::day).toList());
            return object;
        }

        private static Map<String, Object> day(RemovedDay day) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("day", day.day().toString());
            object.put("table", day.table());
            object.put("estimatedRows", day.estimatedRows());
            object.put("bytes", day.bytes());
            object.put("action", day.action());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            if (days.isEmpty()) {
                out.line("No day of ticks before " + before + ".");
                return;
            }
            out.line(dryRun ? "Days before " + before + "; do it with --yes:" : "Days before " + before + ":");
            days.forEach(day -> out.pair(
                    day.day().toString(),
                    day.action() + ", about " + Format.count(day.estimatedRows()) + " ticks, "
                            + Format.bytes(day.bytes())));
        }
    }
}
