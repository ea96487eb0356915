package io.millrace.tools.cli;

import io.millrace.tools.view.JournalHighlights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace signals}: the newest signals of the journal. Main thread; memory for {@code --limit} signals. */
@Command(
        name = "signals",
        mixinStandardHelpOptions = true,
        description = "List the newest signals in the journal.",
        footer = {"", "Example:", "  millrace signals --limit 5"})
final class SignalsCommand extends ReportCommand {
    private static final int LARGEST_LIMIT = 1_000_000;

    @Mixin
    private DataOptions data;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "So many at most (default: 20).")
    private int limit;

    SignalsCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw UserError.usage("--limit " + limit + ": give 1 to " + LARGEST_LIMIT);
        }
        JournalHighlights highlights = JournalHighlights.of(data.existing().resolve("journal"), limit);
        return new SignalsReport(highlights.signals(), highlights.newestSignals());
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
