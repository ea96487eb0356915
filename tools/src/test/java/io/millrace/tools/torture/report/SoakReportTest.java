package io.millrace.tools.torture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SoakReportTest {
    private static Series series(double slack, double growthPerSample) {
        Series series = new Series("heap", "MiB", slack);
        for (int i = 0; i < 60; i++) {
            // A saw, as memory between two collections is.
            series.add(i * 5.0, 100 + i % 7 + i * growthPerSample);
        }
        return series;
    }

    private static SoakReport report(double reachedPerSecond, Series series) {
        return new SoakReport(1_000, 300, reachedPerSecond, 300_000, 2, List.of(series), false);
    }

    @Test
    void shouldTellGrowthFromASaw() {
        assertThat(series(2, 0).flat()).isTrue();
        assertThat(series(2, 0.1).flat()).as("4 of 100 between the thirds").isTrue();
        assertThat(series(2, 0.5).flat()).as("20 of 100 between the thirds").isFalse();
        assertThat(series(-1, 5).flat()).as("shown, not judged").isTrue();
    }

    @Test
    void shouldNotCallASlowRunFlat() {
        assertThat(report(999, series(2, 0)).flat()).isTrue();
        assertThat(report(900, series(2, 0)).flat()).isFalse();
        assertThat(report(900, series(2, 0)).paceHeld()).isFalse();
        assertThat(report(999, series(2, 0.5)).flat()).isFalse();
    }

    @Test
    void shouldWriteTheTableAndThePlot() {
        Series grows = series(2, 0.5);
        assertThat(report(999, grows).markdown("millrace torture --soak 5", "soak.svg"))
                .startsWith("`millrace torture --soak 5`: **NOT flat**, 999 events/s")
                .contains("| heap, MiB | 108.0 | 128.0 | **grows** |", "![Soak](soak.svg)");
        String plot = SoakPlot.of("millrace torture --soak 5", List.of(grows, series(2, 0)));
        assertThat(plot).startsWith("<svg ").endsWith("</svg>\n").contains("heap, MiB", "4.9 min");
        assertThat(plot.split("<polyline ", -1)).hasSize(3);
        assertThat(plot).doesNotContain("NaN", "Infinity");
    }
}
