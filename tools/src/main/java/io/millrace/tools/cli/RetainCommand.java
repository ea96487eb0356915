package io.millrace.tools.cli;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.RetentionConfig;
import io.millrace.engine.recovery.RetentionPlan;
import io.millrace.engine.recovery.RetentionPlan.Archive;
import io.millrace.journal.retention.JournalPart;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.EmbeddedDatabase;
import io.millrace.tools.wiring.RetentionRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace retain}: compresses and removes old cycles of the journal. Main thread; an engine may run meanwhile. */
@Command(
        name = "retain",
        mixinStandardHelpOptions = true,
        description = {
            "Remove cycles of the journal that are archived, old enough and before the oldest kept snapshot;",
            "compress those that stay and that no start needs. What stays can be read and replayed as before."
        },
        footer = {"", "Example:", "  millrace retain --dry-run", "  millrace retain --keep-days 7"})
final class RetainCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--without-archive",
            description = "Remove also what no database has; not together with --database.")
    private boolean withoutArchive;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = "How old a cycle must be before it may be removed (default: retention.keep-days, 30).")
    private Integer keepDays;

    @Option(
            names = "--compress-days",
            paramLabel = "N",
            description = "How old a cycle must be before it is compressed (default: retention.compress-days, 1).")
    private Integer compressDays;

    @Option(names = "--no-compress", description = "Compress nothing, only remove.")
    private boolean noCompress;

    @Option(names = "--dry-run", description = "Say what would be done; change nothing.")
    private boolean dryRun;

    RetainCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        database.check();
        if (withoutArchive && database.given()) {
            throw UserError.usage("--without-archive and --database: give one of them");
        }
        EngineConfig engine = config.load();
        RetentionConfig rules = rules(engine.retention());
        Path directory = data.existing();
        ArchiveCommand.requireJournal(directory);
        RetentionRun run = new RetentionRun(directory, engine, rules);
        if (withoutArchive) {
            return outcome(run, Archive.NOT_DEMANDED);
        }
        if (database.embedded() && !EmbeddedDatabase.existsIn(directory)) {
            throw UserError.usage("nothing of " + directory
                    + " is archived: run 'millrace archive --once' first, name the archive with --database, or say"
                    + " --without-archive to remove what no database has");
        }
        try (DatabaseHandle handle = database.open(directory, context)) {
            return outcome(run, run.archivedIn(handle.target()));
        }
    }

    private RetentionConfig rules(RetentionConfig configured) {
        try {
            return configured.with(
                    keepDays == null ? configured.keepDays() : keepDays,
                    configured.compress() && !noCompress,
                    compressDays == null ? configured.compressDays() : compressDays);
        } catch (IllegalArgumentException outOfRange) {
            throw UserError.usage("--" + outOfRange.getMessage());
        }
    }

    private Report outcome(RetentionRun run, Archive archive) {
        return new Outcome(dryRun ? run.plan(archive) : run.run(archive), dryRun);
    }

    /** What {@code up} tells of a turn; empty when nothing was to be done. */
    static String line(RetentionPlan plan) {
        if (plan.removed().isEmpty() && plan.compressed().isEmpty()) {
            return "";
        }
        return "retention: the journal begins at sequence " + Format.count(plan.firstSequence()) + ", "
                + plan.removed().size() + " cycles removed, "
                + plan.compressed().size() + " compressed";
    }

    private record Outcome(RetentionPlan plan, boolean dryRun) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dryRun", dryRun);
            object.put("firstSequence", plan.firstSequence());
            object.put("removed", parts(plan.removed()));
            object.put("compressed", parts(plan.compressed()));
            object.put("kept", parts(plan.kept()));
            object.put("newAnchor", plan.newAnchor().map(Path::toString).orElse(null));
            object.put("reasons", plan.reasons());
            return object;
        }

        private static List<Map<String, Object>> parts(List<JournalPart> parts) {
            return parts.stream().map(Outcome::part).toList();
        }

        private static Map<String, Object> part(JournalPart part) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", part.file());
            object.put("firstSequence", part.firstSequence());
            object.put("lastSequence", part.lastSequence());
            object.put("bytes", part.usedBytes());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line((dryRun ? "The journal would begin" : "The journal begins") + " at sequence "
                    + Format.count(plan.firstSequence()) + ".");
            print(out, dryRun ? "would remove" : "removed", plan.removed());
            print(out, dryRun ? "would compress" : "compressed", plan.compressed());
            print(out, "as it is", plan.kept());
            plan.newAnchor().ifPresent(anchor -> out.pair("kept for replays", anchor.toString()));
            plan.reasons().forEach(reason -> out.pair("why not more", reason));
        }

        private static void print(TextPrinter out, String label, List<JournalPart> parts) {
            long bytes = parts.stream().mapToLong(JournalPart::usedBytes).sum();
            out.pair(label, Format.count(parts.size()) + " closed cycles, " + Format.bytes(bytes));
            parts.forEach(part -> out.pair(
                    "",
                    part.file() + ", sequences " + Format.count(part.firstSequence()) + " to "
                            + Format.count(part.lastSequence())));
        }
    }
}
