package io.millrace.tools.cli;

import io.millrace.archiver.maintenance.IndexCare;
import io.millrace.archiver.maintenance.IndexCare.Rebuilt;
import io.millrace.tools.database.DatabaseHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db reindex}: rebuilds what has grown. Main thread; readers and writers go on meanwhile. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuild indexes that are bloated or not valid, one after the other, while readers and writers go on.",
            "Indexes that nobody uses are listed; dropping them is the owner's decision. See the view index_report."
        },
        footer = {"", "Example:", "  millrace db reindex --dry-run", "  millrace db reindex --index orders_pkey"})
final class DbReindexCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(names = "--index", paramLabel = "NAME", description = "Rebuild this one, whatever its state.")
    private String index;

    @Option(names = "--dry-run", description = "Only list what would be rebuilt and what nobody uses.")
    private boolean dryRun;

    DbReindexCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (dryRun && index != null) {
            throw UserError.usage("--dry-run and --index: give one of them");
        }
        try (DatabaseHandle handle = database.existing(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "reindex", "indexes")) {
            List<Map<String, Object>> report = IndexCare.report(handle.target(), false);
            List<Rebuilt> done = dryRun
                    ? List.of()
                    : IndexCare.rebuild(handle.target(), index, (name, number, count) -> {
                        progress.update(number - 1);
                        progress.note(name + ", " + number + " of " + count);
                    });
            return new Outcome(report, done, dryRun);
        } catch (IllegalArgumentException unknown) {
            throw UserError.usage("--index " + index + ": " + unknown.getMessage());
        }
    }

    private record Outcome(List<Map<String, Object>> report, List<Rebuilt> done, boolean dryRun) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", dryRun);
            object.put("report", RowTable.json(report));
            object.put("rebuilt", done.stream().map(Outcome::rebuilt).toList());
            return object;
        }

        private static Map<String, Object> rebuilt(Rebuilt index) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("index", index.index());
            object.put("bytesBefore", index.bytesBefore());
            object.put("bytesAfter", index.bytesAfter());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            if (report.isEmpty() && done.isEmpty()) {
                out.line("No index is bloated, invalid or unused.");
                return;
            }
            if (!done.isEmpty()) {
                out.line("Rebuilt " + done.size() + " indexes.");
                done.forEach(each -> out.pair(
                        "",
                        each.index() + ": " + Format.bytes(each.bytesBefore()) + " to "
                                + Format.bytes(each.bytesAfter())));
            }
            RowTable.print(out, dryRun ? "advice" : "advice before", report);
        }
    }
}
