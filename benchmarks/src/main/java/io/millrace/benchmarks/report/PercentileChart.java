package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Draws latency over percentile as SVG: both axes logarithmic, so that the tail is as wide as the rest. Dark on white, in colours
 * that colour-blind readers can tell apart; every line ends where its events end.
 *
 * <p>One thread; cold.
 */
final class PercentileChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 520;
    private static final int LEFT = 78;
    private static final int RIGHT = 232;
    private static final int TOP = 56;
    private static final int BOTTOM = 62;
    private static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final double PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

    private static final double LAST_NINES = 5;
    private static final double STEP_NINES = 0.01;
    private static final double[] TICKS = {0, 50, 90, 99, 99.9, 99.99, 99.999};
    static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5c5c5c", "#8c6d1f"
    };

    private final Chart chart;
    private final int lowestDecade;
    private final int highestDecade;
    private final StringBuilder svg = new StringBuilder();

    private PercentileChart(final Chart chart) {
        this.chart = chart;
        double lowest = Double.MAX_VALUE;
        double highest = 1;
        for (final Curve curve : chart.curves()) {
            final Histogram latencies = curve.latencies();
            if (latencies.getTotalCount() > 0) {
                lowest = Math.min(lowest, Math.max(1, valueAt(latencies, 0)));
                highest = Math.max(highest, valueAt(latencies, 100));
            }
        }
        lowestDecade = lowest == Double.MAX_VALUE ? 0 : (int) Math.floor(Math.log10(lowest));
        highestDecade = Math.max(lowestDecade + 1, (int) Math.ceil(Math.log10(highest)));
    }

    /** The SVG document. */
    static String draw(final Chart chart) {
        if (chart.curves().size() > COLOURS.length) {
            throw new IllegalArgumentException(chart.curves().size() + " curves in '" + chart.fileName() + "', at most "
                    + COLOURS.length + " can be told apart");
        }
        final PercentileChart drawing = new PercentileChart(chart);
        drawing.frame();
        drawing.grid();
        drawing.curves();
        return drawing.svg.append("</svg>\n").toString();
    }

    private void frame() {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222\">%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        append("<title>%s</title>%n", escape(chart.title()));
        append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, HEIGHT);
        text(LEFT, 30, "start", "font-size=\"16\" font-weight=\"bold\"", chart.title());
        text(LEFT + PLOT_WIDTH / 2, HEIGHT - 16, "middle", "", "percentile");
        append(
                "<text transform=\"translate(20 %.1f) rotate(-90)\" text-anchor=\"middle\">latency</text>%n",
                TOP + PLOT_HEIGHT / 2);
    }

    private void grid() {
        for (int decade = lowestDecade; decade <= highestDecade; decade++) {
            final double y = y(Math.pow(10, decade));
            line(LEFT, y, LEFT + PLOT_WIDTH, y, "#c8c8c8");
            text(LEFT - 10, y + 4, "end", "", timeOf(decade));
            for (int factor = 2; factor < 10 && decade < highestDecade; factor++) {
                final double between = y(factor * Math.pow(10, decade));
                line(LEFT, between, LEFT + PLOT_WIDTH, between, "#efefef");
            }
        }
        for (final double tick : TICKS) {
            final double x = x(nines(tick));
            line(x, TOP, x, TOP + PLOT_HEIGHT, "#dcdcdc");
            text(x, TOP + PLOT_HEIGHT + 20, "middle", "", percent(tick));
        }
        append(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#666\"/>%n",
                LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
    }

    private void curves() {
        final List<Curve> curves = chart.curves();
        for (int i = 0; i < curves.size(); i++) {
            final Histogram latencies = curves.get(i).latencies();
            final double legendY = TOP + 12 + i * 26.0;
            final double legendX = LEFT + PLOT_WIDTH + 18;
            append(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"3\"/>%n",
                    legendX, legendY, legendX + 24, legendY, COLOURS[i]);
            text(legendX + 32, legendY + 4, "start", "", curves.get(i).name());
            if (latencies.getTotalCount() > 0) {
                append(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\" points=\"%s\"/>%n",
                        COLOURS[i], points(latencies));
            }
        }
    }

    /** One point where the value changes; the last is where one event of all is left. */
    private String points(final Histogram latencies) {
        final double end = Math.min(LAST_NINES, Math.log10((double) latencies.getTotalCount()));
        final StringBuilder points = new StringBuilder();
        double written = -1;
        for (double nines = 0; nines < end; nines += STEP_NINES) {
            final double value = valueAt(latencies, percentile(nines));
            if (value != written) {
                point(points, nines, value);
                written = value;
            }
        }
        point(points, end, valueAt(latencies, end < LAST_NINES ? 100 : percentile(end)));
        return points.toString().strip();
    }

    private void point(final StringBuilder points, final double nines, final double valueNs) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nines), y(Math.max(1, valueNs))));
    }

    private static double valueAt(final Histogram latencies, final double percentile) {
        return latencies.getValueAtPercentile(percentile);
    }

    private static double percentile(final double nines) {
        return 100 * (1 - Math.pow(10, -nines));
    }

    private static double nines(final double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static double x(final double nines) {
        return LEFT + PLOT_WIDTH * nines / LAST_NINES;
    }

    private double y(final double valueNs) {
        final double decades = Math.log10(valueNs) - lowestDecade;
        return TOP + PLOT_HEIGHT * (1 - decades / (highestDecade - lowestDecade));
    }

    private void line(final double x1, final double y1, final double x2, final double y2, final String colour) {
        append("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, colour);
    }

    private void text(
            final double x, final double y, final String anchor, final String attributes, final String content) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                x, y, anchor, attributes, escape(content));
    }

    private void append(final String pattern, final Object... values) {
        svg.append(String.format(Locale.ROOT, pattern, values));
    }

    private static String percent(final double percentile) {
        return (percentile == Math.rint(percentile) ? String.valueOf((int) percentile) : String.valueOf(percentile))
                + " %";
    }

    private static String timeOf(final int decade) {
        final String[] units = {"ns", "µs", "ms", "s"};
        final int unit = Math.min(units.length - 1, decade / 3);
        return (int) Math.pow(10, decade - 3.0 * unit) + " " + units[unit];
    }

    static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
