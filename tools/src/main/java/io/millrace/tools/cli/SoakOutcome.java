package io.millrace.tools.cli;

import io.millrace.tools.torture.report.Machine;
import io.millrace.tools.torture.report.Series;
import io.millrace.tools.torture.report.SoakReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code millrace torture --soak} reports. Immutable; main thread. */
record SoakOutcome(SoakReport report, Path plot) implements Report {
    @Override
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("flat", report.flat());
        object.put("stopped", report.stopped());
        object.put("eventsPerSecondWanted", report.eventsPerSecond());
        object.put("eventsPerSecond", Format.rounded(report.reachedPerSecond()));
        object.put("events", report.events());
        object.put("seconds", Format.rounded(report.seconds()));
        object.put("deletedCycleFiles", report.deletedFiles());
        object.put("machine", Machine.describe());
        object.put("jdk", Machine.jdk());
        object.put("plot", plot.toString());
        List<Map<String, Object>> series = new ArrayList<>();
        for (Series each : report.series()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", each.name());
            one.put("unit", each.unit());
            one.put("firstThird", Format.rounded(each.early()));
            one.put("lastThird", Format.rounded(each.late()));
            one.put("judged", each.judged());
            one.put("flat", each.flat());
            series.add(one);
        }
        object.put("series", series);
        return object;
    }

    @Override
    public void print(TextPrinter out) {
        out.line(report.flat() ? "Flat." : "NOT flat, or the pace was not held.");
        out.pair("events", Format.count(report.events()));
        out.pair(
                "rate",
                Format.rate(report.reachedPerSecond()) + " of " + Format.count(report.eventsPerSecond()) + "/s"
                        + (report.stopped() ? ", stopped early" : ""));
        out.pair("deleted", Format.count(report.deletedFiles()) + " old cycle files, so that the disk does not fill");
        out.pair("plot", plot.toString());
        out.blank();
        out.table(
                List.of("quantity", "unit", ">first third", ">last third", "verdict"),
                report.series().stream()
                        .map(each -> List.of(
                                each.name(),
                                each.unit(),
                                String.format(Locale.ROOT, "%,.1f", each.early()),
                                String.format(Locale.ROOT, "%,.1f", each.late()),
                                each.judged() ? (each.flat() ? "flat" : "GROWS") : ""))
                        .toList());
    }

    @Override
    public int exitCode() {
        return report.flat() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
