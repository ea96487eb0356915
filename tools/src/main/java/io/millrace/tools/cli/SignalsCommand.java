package io.millrace.tools.cli;

import io.aeron.CommonContext;
import io.millrace.engine.aeron.DriverDirectory;
import io.millrace.engine.config.AeronAddress;
import io.millrace.tools.view.JournalHighlights;
import io.millrace.tools.wiring.FollowedOutputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code millrace signals}: the newest signals of the journal, or those that an engine publishes now. Main thread; memory for
 * {@code --limit} signals.
 */
@Command(
        name = "signals",
        mixinStandardHelpOptions = true,
        description = {
            "List the newest signals in the journal, or follow those that a running engine publishes over Aeron.",
            "With --follow each record is one line (with --json one object), and a last one counts them."
        },
        footer = {"", "Example:", "  millrace signals --limit 5", "  millrace signals --follow --aeron ipc:7117 --json"
        })
final class SignalsCommand extends ReportCommand {
    private static final int LARGEST_LIMIT = 1_000_000;
    private static final int DEFAULT_LIMIT = 20;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "So many at most (default: 20; with --follow: no limit).")
    private Integer limit;

    @Option(names = "--follow", description = "Show signals as they are published, until SIGINT; needs --aeron.")
    private boolean follow;

    @Option(
            names = "--aeron",
            paramLabel = "CHANNEL:STREAM",
            description = "Where the engine publishes, such as ipc:7117 or udp?endpoint=localhost:40123:7117.")
    private String aeron;

    @Option(
            names = "--aeron-dir",
            paramLabel = "DIR",
            description = "Directory of the media driver (default: that of the engine on --data, else Aeron's own).")
    private Path aeronDirectory;

    @Option(names = "--bars", description = "With --follow: closed bars too.")
    private boolean bars;

    SignalsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (limit != null && (limit < 1 || limit > LARGEST_LIMIT)) {
            throw UserError.usage("--limit " + limit + ": give 1 to " + LARGEST_LIMIT);
        }
        if (follow != (aeron != null)) {
            throw UserError.usage(
                    "--follow and --aeron CHANNEL:STREAM go together: give both, or neither for the journal");
        }
        if (follow) {
            return follow();
        }
        int newest = limit == null ? DEFAULT_LIMIT : limit;
        JournalHighlights highlights = JournalHighlights.of(data.existing().resolve("journal"), newest);
        return new SignalsReport(highlights.signals(), highlights.newestSignals());
    }

    private Report follow() {
        AeronAddress address = AeronAddress.parse("--aeron", aeron);
        Path link = DriverDirectory.link(data.directory());
        Path directory = aeronDirectory != null
                ? aeronDirectory
                : Files.exists(link) ? link : Path.of(CommonContext.getAeronDirectoryName());
        FollowedOutputs.Listener listener = new FollowPrinter(context, output.json);
        try (Cleanup cleanup = new Cleanup();
                FollowedOutputs outputs = FollowedOutputs.open(
                        directory, address, data.directory().resolve("journal"), bars, listener)) {
            cleanup.add(context.shutdown().onStop(outputs::requestStop));
            if (!outputs.knowsNames()) {
                context.err()
                        .println("millrace: no journal in " + data.directory()
                                + ": instruments and rules are numbers, prices are mantissas; give --data");
                context.err().flush();
            }
            return new FollowReport(outputs.run(limit == null ? Long.MAX_VALUE : limit));
        }
    }

    private record FollowReport(FollowedOutputs.Counts counts) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("records", counts.records());
            object.put("gaps", counts.gaps());
            object.put("fromJournal", counts.fromJournal());
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line(Format.count(counts.records()) + " records, " + Format.count(counts.gaps()) + " gaps, "
                    + Format.count(counts.fromJournal()) + " records taken from the journal.");
        }
    }

    /** A table of signals as {@link io.millrace.tools.view.RecordView} shows them. */
    static void printTable(TextPrinter out, List<Map<String, Object>> signals) {
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, Object> signal : signals) {
            rows.add(List.of(
                    String.valueOf(signal.get("tradeId")),
                    String.valueOf(signal.get("instrument")),
                    String.valueOf(signal.get("action")),
                    String.valueOf(signal.get("rule")),
                    String.valueOf(signal.get("entryPrice")),
                    String.valueOf(signal.get("stopLoss")),
                    String.valueOf(signal.get("takeProfit")),
                    twoPlaces(signal.get("riskReward")),
                    twoPlaces(signal.get("confidence"))));
        }
        out.table(
                List.of(
                        "trade id",
                        "symbol",
                        "action",
                        "rule",
                        ">entry",
                        ">stop",
                        ">target",
                        ">risk-reward",
                        ">confidence"),
                rows);
    }

    private static String twoPlaces(Object number) {
        return number instanceof Double value ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }

    private record SignalsReport(long total, List<Map<String, Object>> signals) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("total", total);
            object.put("signals", signals);
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            if (signals.isEmpty()) {
                out.line("No signals in this journal.");
                return;
            }
            printTable(out, signals);
            out.blank().line(Format.count(signals.size()) + " of " + Format.count(total) + ", newest last.");
        }
    }
}
