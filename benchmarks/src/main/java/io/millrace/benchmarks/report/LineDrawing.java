package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.LineChart;
import io.millrace.benchmarks.harness.LineChart.Line;
import io.millrace.benchmarks.harness.LineChart.Point;
import io.millrace.benchmarks.harness.Unit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws times over a quantity as SVG, both axes logarithmic, in the colours of {@link PercentileChart}; each point with its value.
 *
 * <p>One thread; cold.
 */
final class LineDrawing {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 460;
    private static final int LEFT = 78;
    private static final int RIGHT = 232;
    private static final int TOP = 56;
    private static final int BOTTOM = 62;
    private static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final double PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

    /** How far the outermost points stay from the frame, as a factor of their values. */
    private static final double MARGIN = 1.3;

    private final LineChart chart;
    private final double leastQuantity;
    private final double mostQuantity;
    private final double leastNs;
    private final double mostNs;
    private final StringBuilder svg = new StringBuilder();

    private LineDrawing(final LineChart chart) {
        this.chart = chart;
        final List<Point> points =
                chart.lines().stream().flatMap(line -> line.points().stream()).toList();
        leastQuantity = least(points, Point::quantity);
        mostQuantity = most(points, Point::quantity);
        leastNs = least(points, Point::timeNs);
        mostNs = most(points, Point::timeNs);
    }

    private static double least(final List<Point> points, final ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).min().orElse(1) / MARGIN;
    }

    private static double most(final List<Point> points, final ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).max().orElse(10) * MARGIN;
    }

    /** The SVG document. */
    static String draw(final LineChart chart) {
        if (chart.lines().size() > PercentileChart.COLOURS.length) {
            throw new IllegalArgumentException(chart.lines().size() + " lines in '" + chart.fileName() + "', at most "
                    + PercentileChart.COLOURS.length + " can be told apart");
        }
        final LineDrawing drawing = new LineDrawing(chart);
        drawing.frame();
        drawing.lines();
        return drawing.svg.append("</svg>\n").toString();
    }

    private void frame() {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222\">%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, HEIGHT);
        append(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#666\"/>%n",
                LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
        text(LEFT, 30, "start", chart.title());
        text(LEFT + PLOT_WIDTH / 2, HEIGHT - 16, "middle", chart.across());
        for (double decade = Math.pow(10, Math.ceil(Math.log10(leastNs))); decade <= mostNs; decade *= 10) {
            line(LEFT, y(decade), LEFT + PLOT_WIDTH, y(decade), "#c8c8c8", 1);
            text(LEFT - 8, y(decade) + 4, "end", Unit.NANOSECONDS.format(decade));
        }
        chart.lines().stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(Point::quantity)
                .distinct()
                .forEach(quantity -> {
                    line(x(quantity), TOP, x(quantity), TOP + PLOT_HEIGHT, "#dcdcdc", 1);
                    text(x(quantity), TOP + PLOT_HEIGHT + 20, "middle", String.format(Locale.ROOT, "%,.0f", quantity));
                });
    }

    private void lines() {
        for (int i = 0; i < chart.lines().size(); i++) {
            final Line each = chart.lines().get(i);
            final String colour = PercentileChart.COLOURS[i];
            final double legendY = TOP + 12 + i * 26.0;
            line(LEFT + PLOT_WIDTH + 18, legendY, LEFT + PLOT_WIDTH + 42, legendY, colour, 3);
            text(LEFT + PLOT_WIDTH + 50, legendY + 4, "start", each.name());
            for (int p = 0; p < each.points().size(); p++) {
                final Point point = each.points().get(p);
                if (p > 0) {
                    final Point before = each.points().get(p - 1);
                    line(x(before.quantity()), y(before.timeNs()), x(point.quantity()), y(point.timeNs()), colour, 2);
                }
                append(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                        x(point.quantity()), y(point.timeNs()), colour);
                text(x(point.quantity()), y(point.timeNs()) - 10, "middle", Unit.NANOSECONDS.format(point.timeNs()));
            }
        }
    }

    private double x(final double quantity) {
        return LEFT + PLOT_WIDTH * Math.log(quantity / leastQuantity) / Math.log(mostQuantity / leastQuantity);
    }

    private double y(final double timeNs) {
        return TOP + PLOT_HEIGHT * (1 - Math.log(timeNs / leastNs) / Math.log(mostNs / leastNs));
    }

    private void line(
            final double x1, final double y1, final double x2, final double y2, final String colour, final int width) {
        append(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                x1, y1, x2, y2, colour, width);
    }

    private void text(final double x, final double y, final String anchor, final String content) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, PercentileChart.escape(content));
    }

    private void append(final String pattern, final Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values));
    }
}
