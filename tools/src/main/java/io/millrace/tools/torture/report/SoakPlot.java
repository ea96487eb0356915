package io.millrace.tools.torture.report;

import java.util.List;
import java.util.Locale;

/** Small plots, one below the other, with time along the bottom, as SVG. Any thread. */
public final class SoakPlot {
    private static final int WIDTH = 860;
    private static final int PANEL = 120;
    private static final int LEFT = 90;
    private static final int RIGHT = 20;
    private static final int TOP = 26;
    private static final int BOTTOM = 18;
    private static final double HEADROOM = 1.1;

    private SoakPlot() {}

    /** The whole file. */
    public static String of(final String title, final List<Series> all) {
        final int height = TOP + all.size() * PANEL + BOTTOM;
        final double longest = all.stream()
                .flatMap(each -> each.samples().stream())
                .mapToDouble(each -> each[0])
                .max()
                .orElse(1);
        final StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n"
                        + "<text x=\"%d\" y=\"17\" font-size=\"13\">%s</text>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                LEFT,
                title));
        for (int i = 0; i < all.size(); i++) {
            panel(svg, all.get(i), TOP + i * PANEL, longest);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f min</text>%n</svg>%n",
                LEFT,
                height - 4,
                WIDTH - RIGHT,
                height - 4,
                longest / 60));
        return svg.toString();
    }

    private static void panel(final StringBuilder svg, final Series series, final int top, final double longest) {
        final double highest = HEADROOM
                * Math.max(
                        1e-9,
                        series.samples().stream()
                                .mapToDouble(each -> each[1])
                                .max()
                                .orElse(1));
        final int inner = PANEL - 30;
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s, %s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>%n"
                        + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,.4g</text>%n"
                        + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>%n",
                LEFT,
                top + 14,
                series.name(),
                series.unit(),
                LEFT,
                top + 20,
                WIDTH - LEFT - RIGHT,
                inner,
                LEFT - 6,
                top + 30,
                highest,
                LEFT - 6,
                top + 20 + inner));
        svg.append("<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"1.5\" points=\"");
        for (final double[] sample : series.samples()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + sample[0] / longest * (WIDTH - LEFT - RIGHT),
                    top + 20 + inner - sample[1] / highest * inner));
        }
        svg.append("\"/>\n");
    }
}
