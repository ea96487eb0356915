package io.millrace.tools.cli;

import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
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
        Path journal = data.existing().resolve("journal");
        NanoClock clock = Clocks.monotonic();
        long start = clock.nanoTime();
        try (ProgressDisplay progress = ProgressDisplay.unbounded(context, "replaying", "records");
                Replay replay = new Replay(journal, config.load(), progress::update)) {
            return new Outcome(replay.run(from, last), clock.nanoTime() - start);
        }
    }

    private record Outcome(ReplayReport report, long elapsedNs) implements Report {
        private double eventsPerSecond() {
            return elapsedNs == 0 ? 0 : report.replayed() * 1e9 / elapsedNs;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
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
