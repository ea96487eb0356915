package io.millrace.tools.cli;

import io.millrace.engine.recovery.BootPlan;
import io.millrace.engine.recovery.BootPlanner;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Generations;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.time.Clocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code millrace recover}: says what a start would do, or goes on with the good part of a damaged journal. Main thread; only
 * {@code --new-generation} changes anything.
 */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Say what a start of the engine would do with the data directory as it is, without changing anything;",
            "or, when the journal is damaged, keep it as it is and go on with the good records before the damage."
        },
        footer = {"", "Example:", "  millrace recover --dry-run"})
final class RecoverCommand extends ReportCommand {
    /** What a replay makes at least on one core of a small machine; the estimate is meant to be too long. */
    private static final double REPLAY_RECORDS_PER_SECOND = 1_000_000;

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--dry-run", description = "Say what a start would do; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--new-generation",
            description = "Rename the damaged journal and go on with a copy of its good records.")
    private boolean newGeneration;

    RecoverCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (dryRun == newGeneration) {
            throw UserError.usage("give either --dry-run or --new-generation; see: millrace recover --help");
        }
        DataDirectory directory = new DataDirectory(data.existing());
        if (newGeneration) {
            return new Begun(new Generations(directory).begin());
        }
        NanoClock clock = Clocks.monotonic();
        long start = clock.nanoTime();
        BootPlan plan = new BootPlanner(directory, config.load()).plan();
        return new Planned(plan, (clock.nanoTime() - start) / NANOS_PER_MILLI);
    }

    private record Begun(Generations.Generation generation) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("generation", generation.number());
            object.put("damage", generation.damage());
            object.put("firstBadSequence", generation.firstBadSequence());
            object.put("lastGoodSequence", generation.lastGoodSequence());
            object.put("kept", generation.kept().toString());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line("The journal goes on from sequence " + Format.count(generation.lastGoodSequence())
                    + "; what follows it in the damaged one is lost to the engine.");
            out.pair("damage", generation.damage());
            out.pair("first bad record", Format.count(generation.firstBadSequence()));
            out.pair("kept", generation.kept().toString());
            out.pair("archive", "check it with millrace verify --database: it may hold records of the lost part");
        }
    }

    private record Planned(BootPlan plan, long checkMs) implements Report {
        private long expectedMs() {
            return checkMs + Math.round(plan.recordsToReplay() / REPLAY_RECORDS_PER_SECOND * MILLIS_PER_SECOND);
        }

        private String way() {
            return plan.way().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("way", way());
            object.put("lastSequence", plan.end().sequence());
            object.put("checkedFrom", plan.checkedAfter() + 1);
            object.put(
                    "snapshots",
                    plan.snapshots().stream()
                            .map(each -> Map.of(
                                    "file", each.file().toString(),
                                    "sequence", each.manifest().sequence()))
                            .toList());
            object.put(
                    "passedOver",
                    plan.passedOver().stream()
                            .map(each -> Map.of("file", each.file().toString(), "reason", each.reason()))
                            .toList());
            object.put("remarks", plan.remarks());
            object.put("recordsToReplay", plan.recordsToReplay());
            object.put("checkMs", checkMs);
            object.put("expectedMs", expectedMs());
            object.put("damage", plan.damage().map(JournalDamage::describe).orElse(null));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(
                    switch (plan.way()) {
                        case NEW -> "A start finds no records and begins with sequence 1.";
                        case STATE_FILE -> "A start takes the state file, which was closed in order.";
                        case SNAPSHOT -> "A start takes the newest snapshot and replays what comes behind it.";
                        case WHOLE_JOURNAL -> "A start replays the whole journal.";
                        case NONE -> "A start refuses: the journal is damaged.";
                    });
            out.pair("last sequence", Format.count(plan.end().sequence()));
            out.pair("checked from", Format.count(plan.checkedAfter() + 1));
            List<BootPlan.UsableSnapshot> snapshots = plan.snapshots();
            if (!snapshots.isEmpty()) {
                out.pair(
                        "newest snapshot",
                        Format.count(snapshots.get(0).manifest().sequence()));
            }
            out.pair("to replay", Format.count(plan.recordsToReplay()) + " records");
            out.pair("expected time", Format.durationNs(expectedMs() * NANOS_PER_MILLI));
            plan.passedOver().forEach(each -> out.pair("passed over", each.file() + ": " + each.reason()));
            plan.remarks().forEach(each -> out.pair("remark", each));
            plan.damage().ifPresent(each -> out.pair("damage", each.describe()));
        }

        @Override
        public int exitCode() {
            return plan.damage().isPresent() ? ExitCodes.DAMAGED : ExitCodes.DONE;
        }
    }
}
