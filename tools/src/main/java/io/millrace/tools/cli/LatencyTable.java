package io.millrace.tools.cli;

import io.millrace.tools.view.LatencySummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latencies by stage, as a table and as JSON. Main thread. */
final class LatencyTable {
    private LatencyTable() {}

    static void print(TextPrinter out, Map<String, LatencySummary> stages) {
        List<List<String>> rows = new ArrayList<>();
        stages.forEach((stage, each) -> rows.add(List.of(
                "receive → " + stage,
                Format.durationNs(each.p50Ns()),
                Format.durationNs(each.p90Ns()),
                Format.durationNs(each.p99Ns()),
                Format.durationNs(each.p999Ns()),
                Format.durationNs(each.p9999Ns()),
                Format.durationNs(each.maxNs()))));
        out.table(List.of("latency", ">p50", ">p90", ">p99", ">p99.9", ">p99.99", ">max"), rows);
    }

    static Map<String, Object> json(Map<String, LatencySummary> stages) {
        Map<String, Object> object = new LinkedHashMap<>();
        stages.forEach((stage, each) -> object.put(stage, each.values()));
        return object;
    }
}
