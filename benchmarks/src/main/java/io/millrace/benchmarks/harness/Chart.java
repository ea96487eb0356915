package io.millrace.benchmarks.harness;

import java.util.List;

/**
 * A chart of latency over percentile, written as an SVG file into the result folder.
 *
 * @param fileName without ending, lower case and dashes; unique in a run
 * @param title above the chart
 * @param curves at most eight
 */
public record Chart(String fileName, String title, List<Curve> curves) {
    public Chart {
        curves = List.copyOf(curves);
    }
}
