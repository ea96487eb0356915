package io.millrace.tools.cli;

import io.millrace.tools.torture.FaultResult;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.RoundFailure;
import io.millrace.tools.torture.TortureReport;
import io.millrace.tools.torture.report.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code millrace torture} reports. Immutable; main thread. */
record TortureReports(TortureReport report) implements Report {
    private static final List<String> COLUMNS = List.of(
            "fault",
            ">rounds",
            ">failed",
            ">acknowledged",
            ">lost",
            ">doubled",
            ">injected",
            ">named",
            ">harmless",
            ">kills",
            ">time");

    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("clean", report.clean());
        object.put("stopped", report.stopped());
        object.put("effort", report.plan().effort().name().toLowerCase(Locale.ROOT));
        object.put("seed", report.plan().seed());
        object.put("durationMs", report.durationNs() / 1_000_000);
        object.put("machine", Machine.describe());
        object.put("jdk", Machine.jdk());
        object.putAll(report.figures());
        object.put(
                "faults", report.results().stream().map(TortureReports::fault).toList());
        return object;
    }

    private static Map<String, Object> fault(FaultResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("fault", result.fault().name());
        object.put("title", result.fault().title());
        object.put("obstacle", result.obstacle());
        object.put("planned", result.plannedRounds());
        object.put("rounds", result.rounds());
        for (Figure figure : Figure.values()) {
            object.put(figure.label(), result.figure(figure));
        }
        object.put("durationMs", result.durationNs() / 1_000_000);
        object.put("details", result.details());
        object.put(
                "failures",
                result.failures().stream().map(TortureReports::failure).toList());
        return object;
    }

    private static Map<String, Object> failure(RoundFailure failure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("round", failure.round());
        // A JSON number would lose its last bits in many readers.
        object.put("roundSeed", Format.digest(failure.seed()));
        object.put(
                "invariant",
                failure.invariant() == null ? null : failure.invariant().name());
        object.put("message", failure.message());
        object.put(
                "directory",
                failure.directory() == null ? null : failure.directory().toString());
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        out.line(headline());
        out.pair("seed", Long.toString(report.plan().seed()));
        out.pair(
                "rounds",
                Format.count(report.rounds()) + " in " + Format.durationNs(report.durationNs())
                        + (report.stopped() ? ", stopped before all were run" : ""));
        long perMillion = report.recoveryNsPerMillion();
        if (perMillion > 0) {
            out.pair("recovery", Format.durationNs(perMillion) + " per million events");
        }
        out.blank();
        List<List<String>> rows = new ArrayList<>();
        report.results().stream().filter(each -> each.obstacle() == null).forEach(each -> rows.add(row(each)));
        out.table(COLUMNS, rows);
        report.results()
                .forEach(each -> each.details()
                        .forEach((name, value) -> out.pair(each.fault().name(), name + ": " + value)));
        report.results().stream()
                .filter(each -> each.obstacle() != null)
                .forEach(each -> out.pair("SKIPPED", each.fault().name() + ": " + each.obstacle()));
        report.results().forEach(each -> each.failures().forEach(failure -> print(out, each, failure)));
    }

    private String headline() {
        if (!report.clean()) {
            return "NOT clean: the failed rounds are below.";
        }
        return report.rounds() == 0 ? "No round was run." : "Clean: nothing lost, nothing doubled, nothing silent.";
    }

    private void print(TextPrinter out, FaultResult result, RoundFailure failure) {
        out.heading("FAILED " + result.fault().name()
                + (failure.round() == RoundFailure.ALL_ROUNDS ? ", all rounds together" : " round " + failure.round()));
        out.pair("found", failure.message());
        if (failure.round() != RoundFailure.ALL_ROUNDS) {
            out.pair("left behind", String.valueOf(failure.directory()));
            out.pair("again", repeat(result, failure));
        }
    }

    /** The command that runs the round again. */
    private String repeat(FaultResult result, RoundFailure failure) {
        return "millrace torture --fault " + result.fault().name() + " --round " + failure.round() + " --seed "
                + report.plan().seed();
    }

    private static List<String> row(FaultResult result) {
        return List.of(
                result.fault().name(),
                Format.count(result.rounds()),
                Format.count(result.failures().size()),
                shown(result, Figure.EVENTS_ACKNOWLEDGED),
                Format.count(result.figure(Figure.EVENTS_LOST)),
                Format.count(result.figure(Figure.EVENTS_DOUBLED)),
                shown(result, Figure.CORRUPTIONS_INJECTED),
                shown(result, Figure.CORRUPTIONS_DETECTED),
                shown(result, Figure.CORRUPTIONS_HARMLESS),
                shown(result, Figure.KILLS),
                Format.durationNs(result.durationNs()));
    }

    private static String shown(FaultResult result, Figure figure) {
        long value = result.figure(figure);
        return value == 0 ? "" : Format.count(value);
    }

    @Override
    public int exitCode() {
        return report.clean() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
