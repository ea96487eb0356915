package io.millrace.tools.cli;

import io.millrace.journal.record.RecordKind;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace journal stat}: reads the whole journal and says what is in it. Main thread. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = "Count what is in the journal.",
        footer = {"", "Example:", "  millrace journal stat --data ./millrace-data"})
final class JournalStatCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    JournalStatCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        Path journal = data.existing().resolve("journal");
        try (ProgressDisplay progress = ProgressDisplay.unbounded(context, "reading", "records")) {
            JournalSummary summary = new JournalVerifier(journal, progress::update).verify();
            return new StatReport(journal, fileBytes(journal), summary);
        }
    }

    static long fileBytes(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private record StatReport(Path directory, long fileBytes, JournalSummary summary) implements Report {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> kinds = new LinkedHashMap<>();
            for (Map.Entry<RecordKind, Long> entry : summary.recordsByKind().entrySet()) {
                kinds.put(entry.getKey().label(), entry.getValue());
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("directory", directory.toString());
            object.put("journalId", Format.digest(summary.journalId()));
            object.put("engineId", summary.engineId());
            object.put("records", summary.records());
            object.put("batches", summary.batches());
            object.put("firstSequence", summary.firstSequence());
            object.put("lastSequence", summary.end().sequence());
            object.put("payloadBytes", summary.payloadBytes());
            object.put("fileBytes", fileBytes);
            object.put("firstEventTimeNs", summary.firstEventTimeNs());
            object.put("lastEventTimeNs", summary.lastEventTimeNs());
            object.put("recordsByKind", kinds);
            object.put("damage", summary.damage().map(each -> each.describe()).orElse(null));
            return object;
        }

        @Override
        public void print(TextPrinter out) {
            out.line("Journal " + directory);
            out.pair("journal id", Format.digest(summary.journalId()) + ", engine " + summary.engineId());
            out.pair(
                    "records", Format.count(summary.records()) + " in " + Format.count(summary.batches()) + " batches");
            if (summary.firstSequence() > 1) {
                out.pair(
                        "first sequence",
                        Format.count(summary.firstSequence()) + ", what came before was removed by millrace retain");
            }
            out.pair("last sequence", Format.count(summary.end().sequence()));
            out.pair(
                    "size",
                    Format.bytes(summary.payloadBytes()) + " of records; files " + Format.bytes(fileBytes)
                            + ", sparse");
            if (summary.firstEventTimeNs() != 0) {
                out.pair("from", Format.timeNs(summary.firstEventTimeNs()));
                out.pair("to", Format.timeNs(summary.lastEventTimeNs()));
            }
            out.blank();
            out.table(
                    List.of("kind", ">records"),
                    summary.recordsByKind().entrySet().stream()
                            .map(each -> List.of(each.getKey().label(), Format.count(each.getValue())))
                            .toList());
            summary.damage().ifPresent(damage -> out.blank().line("DAMAGED: " + damage.describe()));
        }

        @Override
        public int exitCode() {
            return summary.good() ? ExitCodes.DONE : ExitCodes.DAMAGED;
        }
    }
}
