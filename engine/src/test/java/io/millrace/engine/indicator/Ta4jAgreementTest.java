package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every indicator agrees with ta4j: those over a window from their first value on, the smoothed ones from the bar on
 * which the different seed must have decayed below the tolerance.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class Ta4jAgreementTest {
    static Stream<Arguments> setupsAndGeneratedSeries() {
        return Setup.common().stream()
                .flatMap(setup -> GeneratedSeries.all().stream()
                        // On these ta4j has no value at all: every window lacks range.
                        .filter(series -> setup.kind() != IndicatorKind.STOCHASTIC
                                || !series.name().equals("flat"))
                        .map(series -> Arguments.of(setup, series)));
    }

    @ParameterizedTest
    @MethodSource("setupsAndGeneratedSeries")
    void shouldAgreeAfterSeedHasDecayedWhenSeriesIsGenerated(Setup setup, Series series) {
        assertAgreement(setup, series);
    }

    @ParameterizedTest
    @EnumSource(RealSeries.class)
    void shouldAgreeAfterSeedHasDecayedWhenSeriesIsReal(RealSeries real) {
        Series series = real.load();
        Setup.usual().forEach(setup -> assertAgreement(setup, series));
    }

    private static void assertAgreement(Setup setup, Series series) {
        double[][] ours = setup.run(series);
        if (setup.kind() == IndicatorKind.OBV) {
            // Ours begins with the volume of the first bar, ta4j's with zero.
            for (int i = 0; i < series.size(); i++) {
                ours[0][i] -= series.volume()[0];
            }
        }
        double[][] theirs = Ta4jOracle.run(setup, series);
        int latestFirstBar = setup.create().warmUpBars() + seedDecayBars(setup);
        if (setup.kind() == IndicatorKind.VWAP) {
            // Windows without volume have no value in ta4j, and the series may begin with some.
            latestFirstBar = firstBarWithValue(theirs[0], latestFirstBar);
        }
        Agreement agreement = Agreement.of(Agreement.floor(setup.kind(), series), ours, theirs);
        assertThat(agreement.firstBar())
                .as("%s on %s: %s", setup, series, agreement)
                .isLessThanOrEqualTo(latestFirstBar);
        assertThat(agreement.compared())
                .as("%s on %s: %s", setup, series, agreement)
                .isGreaterThan(20);
    }

    /** The number of the first bar, at or after the given one, that has a value. */
    private static int firstBarWithValue(double[] values, int bar) {
        int first = bar;
        while (Double.isNaN(values[first - 1])) {
            first++;
        }
        return first;
    }

    /** How many bars a difference of the seeds takes to fall below the tolerance. */
    private static int seedDecayBars(Setup setup) {
        return switch (setup.kind()) {
            case SMA, BOLLINGER, VWAP, OBV, STOCHASTIC -> 0;
            case EMA -> decayBars(2.0 / (setup.period(0) + 1), 1.0);
            // The averages, and so the seeds, may be several times what they are later.
            case RSI, ATR -> decayBars(1.0 / setup.period(0), 10.0);
            // Relative to a ten-thousandth of the price, the seeds may be a thousand apart.
            case MACD -> decayBars(2.0 / (setup.period(1) + 1), 1e3);
            // Smoothed twice: t * decay^t takes longer than decay^t.
            case ADX -> decayBars(1.0 / setup.period(0), 10.0 * 20.0);
        };
    }

    private static int decayBars(double weight, double seedDifference) {
        return (int)
                StrictMath.ceil(StrictMath.log(Agreement.TOLERANCE / seedDifference) / StrictMath.log(1.0 - weight));
    }
}
