package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class PercentileChartTest {
    @Test
    void shouldDrawOneRisingLineForEachCurve() throws Exception {
        final Document svg =
                draw(new Chart("c", "Median < tail", List.of(curve("a & b", 1_000), curve("later", 5_000))));

        final NodeList lines = svg.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        for (int i = 0; i < lines.getLength(); i++) {
            final double[][] points = points((Element) lines.item(i));
            assertThat(points.length).isGreaterThan(50);
            for (int point = 1; point < points.length; point++) {
                assertThat(points[point][0]).isGreaterThanOrEqualTo(points[point - 1][0]);
                assertThat(points[point][1]).as("latency rises, y falls").isLessThanOrEqualTo(points[point - 1][1]);
            }
        }
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("Median < tail", "a & b", "later", "99.9 %", "10 µs");
    }

    @Test
    void shouldPutValuesWhereTheAxesSay() throws Exception {
        final Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(1_000, 90);
        latencies.recordValueWithCount(10_000, 10);

        final Document svg = draw(new Chart("c", "t", List.of(new Curve("x", latencies))));

        final double[][] points =
                points((Element) svg.getElementsByTagName("polyline").item(0));
        assertThat(points[0][1]).as("1 µs, the lowest decade").isCloseTo(labelY(svg, "1 µs"), within(1.0));
        assertThat(points[points.length - 1][1]).as("10 µs").isCloseTo(labelY(svg, "10 µs"), within(1.0));
        assertThat(points[points.length - 1][0])
                .as("a hundred events end at 99 %")
                .isCloseTo(labelX(svg, "99 %"), within(0.1));
    }

    @Test
    void shouldRefuseMoreCurvesThanCanBeToldApart() {
        final Chart chart = new Chart("c", "t", Collections.nCopies(9, curve("x", 1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PercentileChart.draw(chart))
                .withMessageContaining("9 curves in 'c'");
    }

    @Test
    void shouldDrawNoLineForACurveWithoutEvents() throws Exception {
        final Document svg = draw(new Chart("c", "t", List.of(new Curve("nothing", new Histogram(3)))));

        assertThat(svg.getElementsByTagName("polyline").getLength()).isZero();
    }

    private static Curve curve(final String name, final long fromNs) {
        final Histogram latencies = new Histogram(3);
        for (int i = 0; i < 10_000; i++) {
            latencies.recordValue(fromNs + (long) i * i / 100);
        }
        return new Curve(name, latencies);
    }

    private static Document draw(final Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(PercentileChart.draw(chart).getBytes(StandardCharsets.UTF_8)));
    }

    private static double[][] points(final Element line) {
        return Arrays.stream(line.getAttribute("points").split(" "))
                .map(point -> Arrays.stream(point.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double labelX(final Document svg, final String label) {
        return Double.parseDouble(label(svg, label).getAttribute("x"));
    }

    /** The baseline of a label is four below its line. */
    private static double labelY(final Document svg, final String label) {
        return Double.parseDouble(label(svg, label).getAttribute("y")) - 4;
    }

    private static Element label(final Document svg, final String label) {
        final NodeList texts = svg.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            if (texts.item(i).getTextContent().equals(label)) {
                return (Element) texts.item(i);
            }
        }
        throw new AssertionError("no label " + label);
    }
}
