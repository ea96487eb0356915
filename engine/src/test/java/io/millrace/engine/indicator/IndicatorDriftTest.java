package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rounding does not pile up over two million bars, and an outlier a million times the price leaves no trace. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class IndicatorDriftTest {
    private static final int SIZE = 2_000_000;
    private static final double SPIKE = 1e6;

    /** Far back, in the middle, and so late that a usual window has only just left it behind. */
    private static final int[] SPIKES = {1_000, SIZE / 2 + 7, SIZE - 70, SIZE - 22};

    private static Series series;

    @BeforeAll
    static void generate() {
        series = GeneratedSeries.walk("two million bars", 99, SIZE, 250.0, 0.002, 0.0, 0.001);
        for (int spike : SPIKES) {
            series.high()[spike] *= SPIKE;
            series.close()[spike] *= SPIKE;
            series.volume()[spike] *= SPIKE;
        }
    }

    @AfterAll
    static void release() {
        series = null;
    }

    static Stream<Setup> setups() {
        return Setup.many().stream();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldEqualDefinitionWhenRunIsLong(Setup setup) {
        Indicator indicator = setup.create();
        UnsafeBuffer state = new UnsafeBuffer(new byte[indicator.stateSizeBytes()]);
        double floor = floor(setup.kind());
        Bar bar = new Bar();
        for (int i = 0; i < SIZE; i++) {
            indicator.update(state, 0, series.bar(i, bar));
            if (isChecked(i)) {
                double[] expected = NaiveIndicators.at(setup, series, i);
                for (int output = 0; output < expected.length; output++) {
                    double actual = indicator.output(state, 0, output);
                    assertThat(Agreement.relativeDifference(floor, expected[output], actual))
                            .as(
                                    "%s, output %d, bar %d: %s, expected %s",
                                    setup, output, i + 1, actual, expected[output])
                            .isLessThanOrEqualTo(Agreement.TOLERANCE);
                }
            }
        }
    }

    /** As in {@link Agreement#floor}, but by the usual level of prices and volumes rather than by the spikes. */
    private static double floor(IndicatorKind kind) {
        return switch (kind) {
            case MACD -> 1e-4 * 250.0;
            case OBV -> 1e4;
            default -> Agreement.floor(kind, series);
        };
    }

    private static boolean isChecked(int index) {
        return index == SIZE - 1 || index == SIZE - 50 || index == 1_020 || index == SIZE / 2 + 27;
    }
}
