package io.millrace.benchmarks.harness;

import java.util.List;

/**
 * A chart of times over a quantity, both axes logarithmic, written as an SVG file into the result folder.
 *
 * @param fileName without ending, lower case and dashes; unique in a run
 * @param title above the chart
 * @param across what the horizontal axis counts
 * @param lines at most eight
 */
public record LineChart(String fileName, String title, String across, List<Line> lines) {
    /**
     * One line.
     *
     * @param name what the legend says
     * @param points from left to right
     */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * One point.
     *
     * @param quantity above 0
     * @param timeNs above 0
     */
    public record Point(double quantity, double timeNs) {}

    public LineChart {
        lines = List.copyOf(lines);
    }
}
