package io.millrace.tools.cli;

import io.millrace.engine.EngineReport;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.tools.wiring.Demo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code millrace demo} reports. Immutable; main thread. */
record DemoReport(Path directory, long seed, int days, long journalFileBytes, Demo.Outcome outcome) implements Report {
    private List<String> next() {
        // As the user has called it, so that a line can be pasted.
        String command = System.getProperty("millrace.command", "millrace");
        String data = " --data " + directory;
        return List.of(
                command + " signals" + data + " --limit 20",
                command + " journal dump" + data + " --kind Signal,SignalBlocked --limit 5 --json",
                command + " verify" + data + " --database embedded",
                command + " replay" + data,
                command + " stat" + data,
                command + " run --feed binance-trades:FILE.csv.gz --symbol BTCUSDT");
    }

    @Override
    public Map<String, Object> json() {
        EngineReport engine = outcome.run().engine();
        JournalSummary journal = outcome.verification().journal();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seed", seed);
        object.put("days", days);
        object.put("data", directory.toString());
        object.put("eventsIn", engine.eventsIn());
        object.put("eventsPerSecond", Format.rounded(outcome.run().eventsPerSecond()));
        object.put("duplicates", engine.duplicates());
        object.put("feedGaps", outcome.highlights().gaps());
        object.put("missingEvents", outcome.highlights().missingEvents());
        object.put("bars", engine.bars());
        object.put("barsByInterval", outcome.highlights().barsByInterval());
        object.put("signals", engine.signals());
        object.put("blocked", engine.blocked());
        object.put("newestSignals", outcome.highlights().newestSignals());
        object.put("stateDigest", Format.digest(engine.stateDigest()));
        object.put("outputDigest", Format.digest(engine.outputDigest()));
        object.put("pacedEventsPerSecond", Format.rounded(outcome.pacedEventsPerSecond()));
        object.put("latencyNs", LatencyTable.json(RunReport.latencies(outcome.paced())));
        object.put("records", journal.records());
        object.put("journalBytes", journal.payloadBytes());
        object.put("journalFileBytes", journalFileBytes);
        object.put("rowsArchived", outcome.archive().rows());
        object.put("rowsPerSecond", Format.rounded(outcome.archive().rowsPerSecond()));
        object.put("rowsByTable", new TreeMap<>(outcome.archive().rowsByTable()));
        object.put("verify", new VerifyReport(outcome.verification()).json());
        object.put("elapsedMs", outcome.elapsedNs() / 1_000_000);
        object.put("next", next());
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        EngineReport engine = outcome.run().engine();
        JournalSummary journal = outcome.verification().journal();
        out.blank();
        out.pair(
                "events in",
                Format.count(engine.eventsIn()) + ", "
                        + Format.rate(outcome.run().eventsPerSecond()) + " at full speed, journaling included");
        out.pair(
                "the feed",
                Format.count(engine.duplicates()) + " repeated trades dropped, "
                        + Format.count(outcome.highlights().missingEvents()) + " lost in "
                        + Format.count(outcome.highlights().gaps()) + " gaps, both on purpose");
        out.pair("bars", Format.count(engine.bars()) + bars());
        out.pair(
                "signals",
                Format.count(engine.signals()) + ", " + Format.count(engine.blocked()) + " more blocked by a limit");
        out.pair("journal", Format.count(journal.records()) + " records, " + Format.bytes(journal.payloadBytes()));
        out.pair(
                "archive",
                Format.count(outcome.archive().rows()) + " rows in PostgreSQL, "
                        + Format.rate(outcome.archive().rowsPerSecond()));
        out.heading("The newest signals:");
        SignalsCommand.printTable(out, outcome.highlights().newestSignals());
        out.heading("Latencies of one day at a steady pace of " + Format.rate(outcome.pacedEventsPerSecond())
                + ", journaling included, no force to disk:");
        LatencyTable.print(out, RunReport.latencies(outcome.paced()));
        out.heading("The proofs:");
        new VerifyReport(outcome.verification()).print(out);
        out.heading("Done in " + Format.durationNs(outcome.elapsedNs()) + ". Try next:");
        next().forEach(each -> out.line("  " + each));
    }

    private String bars() {
        List<String> parts = new ArrayList<>();
        outcome.highlights()
                .barsByInterval()
                .forEach((interval, count) -> parts.add(Format.count(count) + " of " + interval));
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    @Override
    public int exitCode() {
        if (!outcome.verification().journal().good()) {
            return ExitCodes.DAMAGED;
        }
        return outcome.verification().holds() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
