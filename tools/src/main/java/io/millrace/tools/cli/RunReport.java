package io.millrace.tools.cli;

import io.millrace.engine.EngineReport;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.NotUsed;
import io.millrace.engine.feed.Rejection;
import io.millrace.engine.metrics.Stage;
import io.millrace.tools.view.LatencySummary;
import io.millrace.tools.wiring.EngineRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What {@code millrace run} reports: counts of this run, and under {@code journal} those of all runs. Immutable; main thread. */
record RunReport(EngineRun.Outcome outcome) implements Report {
    @Override
    public Map<String, Object> json() {
        EngineReport engine = outcome.engine();
        FeedTally tally = outcome.tally();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("eventsIn", engine.eventsIn() - engine.atStart().eventsIn());
        object.put("rejected", tally.rejected());
        object.put("duplicates", engine.duplicates());
        object.put("notUsed", tally.notUsed());
        object.put("skipped", tally.skipped());
        object.put("bars", engine.bars() - engine.atStart().bars());
        object.put("signals", engine.signals() - engine.atStart().signals());
        object.put("blocked", engine.blocked() - engine.atStart().blocked());
        object.put("lastSequence", engine.lastSequence());
        object.put("stateDigest", Format.digest(engine.stateDigest()));
        object.put("outputDigest", Format.digest(engine.outputDigest()));
        object.put("elapsedMs", outcome.elapsedNs() / 1_000_000);
        object.put("eventsPerSecond", Format.rounded(outcome.eventsPerSecond()));
        object.put("startToReadyMs", outcome.startToReadyMs());
        object.put("stopped", outcome.stopped());
        object.put("rebuilt", outcome.rebuilt());
        object.put("rejectedByReason", tally.rejectedByReason());
        object.put("notUsedByKind", tally.notUsedByKind());
        object.put(
                "firstRejections",
                tally.firstRejections().stream().map(Rejection::toString).toList());
        object.put("journal", journal(engine));
        object.put("latencyNs", LatencyTable.json(latencies(engine)));
        return object;
    }

    /** Lines came and none of them gave an event: most likely another format or symbol. */
    private boolean tookNothing() {
        FeedTally tally = outcome.tally();
        return tally.taken() == 0 && tally.skipped() == 0 && tally.rejected() + tally.notUsed(NotUsed.OTHER_SYMBOL) > 0;
    }

    @Override
    public int exitCode() {
        return tookNothing() ? ExitCodes.FAILED : ExitCodes.DONE;
    }

    /** What all runs of this journal have come to. */
    private static Map<String, Object> journal(EngineReport engine) {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("eventsIn", engine.eventsIn());
        totals.put("bars", engine.bars());
        totals.put("signals", engine.signals());
        totals.put("blocked", engine.blocked());
        return totals;
    }

    static Map<String, LatencySummary> latencies(EngineReport engine) {
        Map<String, LatencySummary> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            Histogram latencies = engine.latencies().of(stage);
            if (stage != Stage.PUBLISHED || latencies.getTotalCount() > 0) {
                stages.put(stage.label(), LatencySummary.of(latencies));
            }
        }
        return stages;
    }

    @Override
    public void print(TextPrinter out) {
        EngineReport engine = outcome.engine();
        FeedTally tally = outcome.tally();
        if (tookNothing()) {
            out.line("No line gave an event: look at the format, the symbol and the rejections below.");
        }
        out.line(outcome.stopped() ? "Stopped in order." : "The feeds have ended.");
        EngineReport.Counts before = engine.atStart();
        out.pair(
                "events",
                Format.count(engine.eventsIn() - before.eventsIn()) + " in " + Format.durationNs(outcome.elapsedNs())
                        + ", " + Format.rate(outcome.eventsPerSecond())
                        + inJournal(engine.eventsIn(), before.eventsIn()));
        out.pair("rejected", Format.count(tally.rejected()) + byLabel(tally.rejectedByReason()));
        out.pair("duplicates", Format.count(engine.duplicates()) + " dropped");
        if (tally.notUsed() > 0) {
            out.pair("not used", Format.count(tally.notUsed()) + byLabel(tally.notUsedByKind()));
        }
        if (tally.skipped() > 0) {
            out.pair("skipped", Format.count(tally.skipped()) + " lines that the journal has already");
        }
        out.pair("bars", Format.count(engine.bars() - before.bars()) + inJournal(engine.bars(), before.bars()));
        out.pair(
                "signals",
                Format.count(engine.signals() - before.signals()) + ", "
                        + Format.count(engine.blocked() - before.blocked()) + " more blocked by a limit"
                        + inJournal(engine.signals(), before.signals()));
        out.pair("last sequence", Format.count(engine.lastSequence()));
        out.pair("state digest", Format.digest(engine.stateDigest()));
        out.pair("output digest", Format.digest(engine.outputDigest()));
        out.blank();
        LatencyTable.print(out, latencies(engine));
        List<Rejection> rejections = tally.firstRejections();
        if (!rejections.isEmpty()) {
            out.heading("First rejected lines:");
            rejections.forEach(each -> out.line("  " + each));
        }
    }

    /** The total, where this run is not all that the journal holds. */
    private static String inJournal(long total, long before) {
        return before == 0 ? "" : "; " + Format.count(total) + " in the journal";
    }

    private static String byLabel(Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(" (");
        counts.forEach((label, count) -> text.append(text.length() > 2 ? ", " : "")
                .append(label)
                .append(' ')
                .append(Format.count(count)));
        return text.append(')').toString();
    }
}
