package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.harness.LineChart;
import io.millrace.benchmarks.harness.LineChart.Line;
import io.millrace.benchmarks.harness.LineChart.Point;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineDrawingTest {
    @Test
    void shouldDrawEachPointWithItsValue() {
        final String svg = LineDrawing.draw(new LineChart(
                "growth",
                "Cost <of> an event",
                "instruments",
                List.of(new Line("standard", List.of(new Point(1, 50), new Point(64, 90), new Point(10_000, 2_500))))));

        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").contains("Cost &lt;of&gt; an event", "instruments");
        assertThat(svg).contains(">50.0 ns<", ">90.0 ns<", ">2.50 µs<", ">10,000<", ">standard<");
        assertThat(svg.split("<circle ")).hasSize(4);
        assertThat(svg).doesNotContain("NaN", "Infinity");
    }

    @Test
    void shouldRefuseMoreLinesThanCanBeToldApart() {
        final Line line = new Line("same", List.of(new Point(1, 1)));

        assertThatThrownBy(() -> LineDrawing.draw(new LineChart("f", "t", "a", Collections.nCopies(9, line))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 lines");
    }
}
