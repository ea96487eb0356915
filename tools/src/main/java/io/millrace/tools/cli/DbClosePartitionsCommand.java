package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.Housekeeping;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import io.millrace.tools.database.DatabaseHandle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db close-partitions}: sorts days of ticks that are over. Main thread; readers go on meanwhile. */
@Command(
        name = "close-partitions",
        mixinStandardHelpOptions = true,
        description = {
            "Sort days of ticks that are over by instrument and time and give them a B-tree; the archiver does it by itself too.",
            "Readers go on meanwhile; writers of late ticks of that day wait."
        },
        footer = {
            "",
            "Example:",
            "  millrace db close-partitions --dry-run",
            "  millrace db close-partitions --older-than 6h"
        })
final class DbClosePartitionsCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            defaultValue = "1h",
            description = "How long a day has to be over, such as 1h (the default).")
    private String olderThan;

    @Option(names = "--dry-run", description = "Only list the days.")
    private boolean dryRun;

    DbClosePartitionsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        Instant until = Age.before("--older-than", olderThan);
        try (DatabaseHandle handle = database.existing(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "closing", "days")) {
            if (dryRun) {
                return new Plan(Housekeeping.openDays(handle.target(), until));
            }
            return new Outcome(Housekeeping.closeDays(handle.target(), until, (day, number, count) -> {
                progress.update(number - 1);
                progress.note(day + ", " + number + " of " + count);
            }));
        }
    }

    private record Plan(List<LocalDate> days) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", true);
            object.put("days", days.stream().map(LocalDate::toString).toList());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(days.isEmpty() ? "No day waits to be closed." : "Would close " + days.size() + " days:");
            days.forEach(day -> out.line("  " + day));
        }
    }

    private record Outcome(List<ClosedDay> days) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", false);
            object.put("days", days.stream().map(Outcome::day).toList());
            return object;
        }

        private static Map<String, Object> day(ClosedDay day) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("day", day.day().toString());
            object.put("rows", day.rows());
            object.put("bytesBefore", day.bytesBefore());
            object.put("bytes", day.bytes());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(days.isEmpty() ? "No day waits to be closed." : "Closed " + days.size() + " days.");
            days.forEach(day -> out.pair(
                    day.day().toString(),
                    Format.count(day.rows()) + " ticks, " + Format.bytes(day.bytesBefore()) + " to "
                            + Format.bytes(day.bytes())));
        }
    }
}
