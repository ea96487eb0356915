package io.millrace.tools.cli;

import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.engine.recovery.ReplayStart;
import io.millrace.journal.time.Clocks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code millrace replay}: runs the journal's inputs through fresh handlers and compares the outputs; writes nothing. Main
 * thread.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Run the journal's inputs again through a fresh engine; write no journal.",
            "The state builds from the first record; --from and --to say what is counted and digested."
        },
        footer = {"", "Example:", "  millrace replay --from 1000 --to 2000"})
final class ReplayCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--from", paramLabel = "SEQ", defaultValue = "1", description = "First sequence (default: 1).")
    private long from;

    @Option(names = "--to", paramLabel = "SEQ", description = "Last sequence (default: the end).")
    private Long to;

    ReplayCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        long last = to == null ? Long.MAX_VALUE : to;
        if (from < 1 || last < from) {
            throw UserError.usage(
                    "--from " + from + " --to " + last + ": sequences start at 1, and --to is not before --from");
        }
        DataDirectory directory = new DataDirectory(data.existing());
        NanoClock clock = Clocks.monotonic();
        long start = clock.nanoTime();
        try (ProgressDisplay progress = ProgressDisplay.unbounded(context, "replaying", "records")) {
            ReplayStart replayStart = ReplayStart.of(directory, config.load(), progress::update);
            try (Replay replay = replayStart.replay()) {
                if (from > 1 && from <= replayStart.snapshotSequence()) {
                    throw UserError.usage("--from " + from + ": the journal begins at sequence "
                            + replayStart.firstSequence() + ", and the oldest snapshot that leads into it is at "
                            + replayStart.snapshotSequence() + "; give a later one");
                }
                return new Outcome(replayStart, replay.run(from, last), clock.nanoTime() - start);
            }
        }
    }

    private record Outcome(ReplayStart start, ReplayReport report, long elapsedNs) implements Report {
        private double eventsPerSecond() {
            return elapsedNs == 0 ? 0 : report.replayed() * 1e9 / elapsedNs;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("firstSequence", start.firstSequence());
            object.put("replayedAfter", start.snapshotSequence());
            object.put("replayed", report.replayed());
            object.put("outputs", report.outputs());
            object.put("signals", report.signals());
            object.put("outputDigest", Format.digest(report.outputDigest()));
            object.put("stateDigest", Format.digest(report.stateDigest()));
            object.put("lastSequence", report.lastSequence());
            object.put("identical", report.identical());
            object.put(
                    "difference",
                    report.difference().map(each -> each.describe()).orElse(null));
            object.put("elapsedMs", elapsedNs / 1_000_000);
            object.put("eventsPerSecond", Format.rounded(eventsPerSecond()));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(
                    report.identical()
                            ? "Replayed; the outputs are those of the journal."
                            : "Replayed; NOT the journal's outputs.");
            if (start.firstSequence() > 1) {
                out.pair(
                        "journal",
                        "begins at sequence " + Format.count(start.firstSequence())
                                + ", what came before was removed by millrace retain; replayed from the snapshot at "
                                + Format.count(start.snapshotSequence()));
            }
            out.pair(
                    "inputs",
                    Format.count(report.replayed()) + " in " + Format.durationNs(elapsedNs) + ", "
                            + Format.rate(eventsPerSecond()));
            out.pair(
                    "outputs",
                    Format.count(report.outputs()) + ", " + Format.count(report.signals()) + " of them signals");
            out.pair("output digest", Format.digest(report.outputDigest()));
            out.pair("state digest", Format.digest(report.stateDigest()));
            report.difference().ifPresent(each -> out.pair("first difference", each.describe()));
        }

        @Override
        public int exitCode() {
            return report.identical() ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }
}
